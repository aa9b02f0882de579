package io.lautum.cli;

import io.lautum.config.ExperimentConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lautum report}. */
@Command(
    name = "report",
    description = "Write report.html from the files of an experiment and print its table.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum report conf/glyphs.conf"})
final class ReportCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions options;

  @Override
  public Integer call() throws IOException {
    ExperimentConfig config = options.config();
    new ResultPrinter(options.directory(config), System.out).print(false);
    return 0;
  }
}
