package io.lautum.cli;

import io.lautum.pipeline.Pipeline;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code lautum evaluate}. */
@Command(
    name = "evaluate",
    description = "Measure every model on the test sets and write results.json.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum evaluate conf/mnist-notmnist.conf --draws 5"})
final class EvaluateCommand extends StageCommand {
  @Override
  void run(Pipeline pipeline) throws IOException {
    pipeline.evaluate();
  }
}
