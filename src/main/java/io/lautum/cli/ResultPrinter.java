package io.lautum.cli;

import io.lautum.UserException;
import io.lautum.evaluate.Results;
import io.lautum.report.AccuracyTable;
import io.lautum.report.Report;
import io.lautum.report.ReportWriter;
import io.lautum.report.RowDetail;
import io.lautum.storage.ExperimentDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.apache.hadoop.fs.Path;

/** Puts the result on standard output: the table and where the report is. */
final class ResultPrinter {
  private final ExperimentDirectory directory;
  private final PrintStream out;

  ResultPrinter(ExperimentDirectory directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  /**
   * Writes the report and prints table and path.
   *
   * @param everyDraw whether a second table lists every draw and the comparisons with baselines
   */
  void print(boolean everyDraw) throws IOException {
    Results results;
    try (InputStream in = directory.files().open(directory.results())) {
      results = Results.read(in);
    } catch (FileNotFoundException e) {
      throw new UserException(
          directory.results() + " is missing: run evaluate first, or run for all stages", e);
    }
    Path report =
        ReportWriter.write(
            Report.of(directory.files(), directory.root()), directory.files(), directory.root());
    out.println(AccuracyTable.of(results).text());
    if (everyDraw) {
      out.println(RowDetail.table(results).text());
    }
    out.println("report: " + shown(report));
  }

  /** Local paths as a browser or a shell takes them, others whole. */
  static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
