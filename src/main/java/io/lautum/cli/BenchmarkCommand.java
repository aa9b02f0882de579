package io.lautum.cli;

import picocli.CommandLine.Command;

/** {@code lautum benchmark}. */
@Command(
    name = "benchmark",
    description =
        "Compare methods over label counts and draws in one table, next to published figures."
            + " Results that an earlier run or benchmark finished with the same configuration are"
            + " reused, so added draws or methods cost only their own time.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum benchmark conf/mnist-notmnist.conf --methods scratch,standard,lautum"
          + " --draws 5"
    })
final class BenchmarkCommand extends RunCommand {
  @Override
  boolean listsEveryDraw() {
    return true;
  }
}
