package io.lautum.report;

import io.lautum.experiment.storage.AtomicFile;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Renders a report as one HTML file that needs no network and no other file. */
public final class ReportWriter {
  /** The file's name in an experiment's directory. */
  public static final String FILE = "report.html";

  private static final String TEMPLATE = "report.ftlh";

  private ReportWriter() {}

  /**
   * Writes {@code report.html} atomically into an experiment's directory.
   *
   * @return the file
   */
  public static Path write(Report report, FileSystem fileSystem, Path directory)
      throws IOException {
    Path file = new Path(directory, FILE);
    AtomicFile.write(fileSystem, file, html(report));
    return file;
  }

  /** Returns the HTML, to be written as UTF-8. */
  public static String html(Report report) {
    return Page.render(TEMPLATE, Map.of("report", report));
  }
}
