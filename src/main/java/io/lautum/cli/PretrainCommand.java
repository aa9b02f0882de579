package io.lautum.cli;

import io.lautum.config.ExperimentConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lautum pretrain}. */
@Command(
    name = "pretrain",
    description = "Train each method's network on the source, distributed over the workers.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum pretrain conf/mnist-notmnist.conf --methods standard,lautum --resume"
    })
final class PretrainCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions options;

  @Override
  public Integer call() throws IOException {
    ExperimentConfig config = options.config();
    try (SparkRuntime spark = new SparkRuntime()) {
      options.pipeline(config, spark).pretrain();
    }
    return 0;
  }
}
