package io.lautum.cli;

import io.lautum.config.ExperimentConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lautum evaluate}. */
@Command(
    name = "evaluate",
    description = "Measure every model on the test sets and write results.json.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum evaluate conf/mnist-notmnist.conf --draws 5"})
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions options;

  @Override
  public Integer call() throws IOException {
    ExperimentConfig config = options.config();
    try (SparkRuntime spark = new SparkRuntime()) {
      options.pipeline(config, spark).evaluate();
    }
    return 0;
  }
}
