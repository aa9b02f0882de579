package io.lautum.cli;

import io.lautum.config.ExperimentConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lautum prepare}. */
@Command(
    name = "prepare",
    description =
        "Decode both datasets, split and whiten the target, and write shards for each worker.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum prepare conf/mnist-notmnist.conf -D data.root=/data"})
final class PrepareCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions options;

  @Override
  public Integer call() throws IOException {
    ExperimentConfig config = options.config();
    try (SparkRuntime spark = new SparkRuntime()) {
      options.pipeline(config, spark).prepare();
    }
    return 0;
  }
}
