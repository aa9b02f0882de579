package io.lautum.cli;

import io.lautum.UserException;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.report.AccuracyTable;
import io.lautum.report.DrawnReport;
import io.lautum.report.Report;
import io.lautum.report.RowDetail;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.hadoop.fs.Path;

/** Prints the result on standard output: the table and the path of the report. */
record ResultPrinter(ExperimentDirectory directory, PrintStream out) {
  /**
   * Draws the report and prints table and path.
   *
   * @return the written report
   * @throws UserException if there is no such experiment
   */
  Report draw() throws IOException {
    return draw(false);
  }

  private Report draw(boolean everyDraw) throws IOException {
    if (!directory.files().exists(directory.root())) {
      throw new UserException(
          directory.results() + " is missing; run evaluate first, or run for all stages");
    }
    Report report = DrawnReport.draw(directory.files(), directory.root());
    if (report.results() == null) {
      out.println("No results yet; the report shows the progress so far.");
      out.println("report: " + shown(directory.report()));
    } else {
      print(report.results(), everyDraw);
    }
    return report;
  }

  /**
   * Prints table and path, and draws the report unless it would be the same as the present one.
   *
   * @param results results of the experiment
   * @param everyDraw whether a second table lists every draw and the comparisons with baselines
   */
  void printFinished(Results results, boolean everyDraw) throws IOException {
    if (DrawnReport.isCurrent(directory.files(), directory.root())) {
      print(results, everyDraw);
    } else {
      draw(everyDraw);
    }
  }

  private void print(Results results, boolean everyDraw) {
    out.println(AccuracyTable.of(results).text());
    if (everyDraw) {
      out.println(RowDetail.table(results).text());
    }
    out.println("report: " + shown(directory.report()));
  }

  /** Formats a path: local paths as a browser or a shell accepts them, others with their scheme. */
  static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
