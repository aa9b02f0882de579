package io.lautum.cli;

import io.lautum.config.ExperimentConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lautum finetune}. */
@Command(
    name = "finetune",
    description = "Train on the labelled target examples, for every method, label count and draw.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum finetune conf/mnist-notmnist.conf --labels 50,100 --draws 5"
    })
final class FinetuneCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions options;

  @Override
  public Integer call() throws IOException {
    ExperimentConfig config = options.config();
    try (SparkRuntime spark = new SparkRuntime()) {
      options.pipeline(config, spark).finetune();
    }
    return 0;
  }
}
