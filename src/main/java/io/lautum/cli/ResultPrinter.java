package io.lautum.cli;

import io.lautum.UserException;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.report.Report;
import io.lautum.report.ReportWriter;
import io.lautum.report.RowDetail;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.hadoop.fs.Path;

/** Puts the result on standard output: the table and where the report is. */
record ResultPrinter(ExperimentDirectory directory, PrintStream out) {
  /**
   * Writes the report and prints table and path.
   *
   * @param everyDraw whether a second table lists every draw and the comparisons with baselines
   * @return what was written
   * @throws UserException if there is no such experiment
   */
  Report print(boolean everyDraw) throws IOException {
    if (!directory.files().exists(directory.root())) {
      throw new UserException(
          directory.results() + " is missing: run evaluate first, or run for all stages");
    }
    Report report = Report.of(directory.files(), directory.root());
    Path file = ReportWriter.write(report, directory.files(), directory.root());
    if (report.results() == null) {
      out.println("No results yet: the report shows how far the run is.");
    } else {
      out.println(report.table().text());
      if (everyDraw) {
        out.println(RowDetail.table(report.results()).text());
      }
    }
    out.println("report: " + shown(file));
    return report;
  }

  /** Local paths as a browser or a shell takes them, others whole. */
  static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
