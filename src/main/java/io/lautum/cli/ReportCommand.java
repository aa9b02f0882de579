package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.report.AdaptReport;
import io.lautum.report.ComparedRun;
import io.lautum.report.Comparison;
import io.lautum.report.Report;
import io.lautum.report.export.Exports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lautum report}. */
@Command(
    name = "report",
    description = {
      "Write report.html from the files of an experiment, finished or not, and print its table."
          + " Name an experiment by its file or by the folder of its run; several runs are compared"
          + " on one page."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum report runs/glyphs other-runs/glyphs --output comparison.html",
      "Example: submit/lautum report conf/glyphs.conf --export glyphs-report"
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions options;

  @Mixin private TableOptions table;

  @Parameters(
      converter = Place.class,
      index = "1..*",
      arity = "0..*",
      paramLabel = "<run>",
      description = "Runs to compare with the first one: experiment files or folders.")
  private List<String> others = new ArrayList<>();

  @Option(
      names = "--export",
      converter = Place.class,
      paramLabel = "<folder>",
      description =
          "Also write results.csv, table.md, model-card.md and every chart as SVG and PNG; any"
              + " Hadoop path.")
  private String export;

  @Option(
      names = "--output",
      converter = OutputPlace.class,
      paramLabel = "<file>",
      defaultValue = "comparison.html",
      description = "File of the comparison; any Hadoop path. Default: comparison.html.")
  private String output;

  @Override
  public Integer call() throws IOException {
    if (!others.isEmpty()) {
      compare();
      return 0;
    }
    boolean configured = options.file().endsWith(".conf");
    ExperimentDirectory directory =
        configured
            ? options.directory(options.config(List.of(), table.overrides()))
            : options.directory(options.file());
    if (export == null && directory.files().exists(new Path(directory.root(), Adaptation.FILE))) {
      Path adapted = AdaptReport.of(directory.files(), directory.root()).write();
      System.out.println("report: " + ResultPrinter.shown(adapted));
      return 0;
    }
    Report report = new ResultPrinter(directory, System.out).draw();
    if (export != null) {
      Path folder = new Path(export);
      FileSystem files = folder.getFileSystem(SparkRuntime.hadoop());
      boolean written = Exports.write(report, files, folder);
      System.out.println(
          "exports: "
              + (written
                  ? ResultPrinter.shown(files.makeQualified(folder))
                  : "none, because this run has no results yet"));
    }
    return 0;
  }

  private void compare() throws IOException {
    if (export != null) {
      throw new UserException(Text.format("--export = %s: expected one run, not several", export));
    }
    List<String> names = new ArrayList<>(List.of(options.file()));
    names.addAll(others);
    List<ComparedRun> runs = new ArrayList<>();
    for (String name : names) {
      ExperimentDirectory directory = options.directory(name);
      runs.add(ComparedRun.read(runs.size(), directory.files(), directory.root()));
    }
    Comparison comparison = Comparison.of(runs);
    Path file = new Path(output);
    FileSystem files = file.getFileSystem(SparkRuntime.hadoop());
    AtomicFile.write(files, file, comparison.html());
    System.out.println(comparison.table().text());
    System.out.println("comparison: " + ResultPrinter.shown(files.makeQualified(file)));
  }
}
