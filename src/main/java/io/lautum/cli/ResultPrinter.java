package io.lautum.cli;

import io.lautum.UserException;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.report.Report;
import io.lautum.report.ReportWriter;
import io.lautum.report.RowDetail;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.hadoop.fs.Path;

/** Prints the result on standard output: the table and the path of the report. */
record ResultPrinter(ExperimentDirectory directory, PrintStream out) {
  /**
   * Writes the report and prints table and path.
   *
   * @param everyDraw whether a second table lists every draw and the comparisons with baselines
   * @return the written report
   * @throws UserException if there is no such experiment
   */
  Report print(boolean everyDraw) throws IOException {
    if (!directory.files().exists(directory.root())) {
      throw new UserException(
          directory.results() + " is missing; run evaluate first, or run for all stages");
    }
    Report report = Report.of(directory.files(), directory.root());
    Path file = ReportWriter.write(report, directory.files(), directory.root());
    if (report.results() == null) {
      out.println("No results yet; the report shows the progress so far.");
    } else {
      out.println(report.table().text());
      if (everyDraw) {
        out.println(RowDetail.table(report.results()).text());
      }
    }
    out.println("report: " + shown(file));
    return report;
  }

  /** Formats a path: local paths as a browser or a shell accepts them, others with their scheme. */
  static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
