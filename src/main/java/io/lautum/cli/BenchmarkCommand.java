package io.lautum.cli;

import picocli.CommandLine.Command;

/** {@code lautum benchmark}. */
@Command(
    name = "benchmark",
    description =
        "Compare methods over label counts and draws in one table, beside published figures. What"
            + " an earlier run or benchmark of the same configuration has finished is kept, so that"
            + " more draws or methods cost only themselves.",
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
