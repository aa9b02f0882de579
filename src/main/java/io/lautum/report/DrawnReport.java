package io.lautum.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.experiment.storage.FileTree;
import io.lautum.experiment.storage.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a page was drawn from, saved in {@code .report.json} next to it, so that a run that has
 * nothing to do need not draw the same page again.
 *
 * @param inputs digest of path, length and time of change of every file in the experiment's folder,
 *     and of the program
 * @param page SHA-256 of the page
 */
public record DrawnReport(
    @JsonProperty(required = true) String inputs, @JsonProperty(required = true) String page) {
  private static final String FILE = ".report.json";

  /** Files that every command writes; none of them is in the report. */
  private static final Set<String> NOT_SHOWN =
      Set.of(ReportWriter.FILE, "result.json", "tracking.json");

  /**
   * Draws the report of an experiment.
   *
   * @param directory folder of the experiment
   * @return the report, which has been written
   * @throws DataException if a file is malformed
   */
  public static Report draw(FileSystem files, Path directory) throws IOException {
    // Before they are read, so that a change meanwhile is noticed.
    String inputs = inputs(files, directory);
    Report report = Report.of(files, directory);
    DrawnReport drawn =
        new DrawnReport(inputs, sha256(files, ReportWriter.write(report, files, directory)));
    Json.writeFile(files, new Path(directory, FILE), drawn);
    return report;
  }

  /**
   * Returns whether the page is the one that {@link #draw} would write. False if the page or a file
   * in the folder has changed, and if another build of the program drew it.
   */
  public static boolean isCurrent(FileSystem files, Path directory) throws IOException {
    try {
      DrawnReport drawn =
          Json.readFile(
              files,
              new Path(directory, FILE),
              (in, name) -> Json.read(in, name, "{inputs, page}", DrawnReport.class));
      Path page = new Path(directory, ReportWriter.FILE);
      return drawn.inputs.equals(inputs(files, directory))
          && drawn.page.equals(sha256(files, page));
    } catch (FileNotFoundException | ChecksumException | DataException e) {
      // A page that is missing, damaged, or from an earlier version.
      return false;
    }
  }

  private static String inputs(FileSystem files, Path directory) throws IOException {
    // Rebuilt from its text, because a URI of a folder may end in a slash.
    String root = new Path(files.makeQualified(directory).toString()) + "/";
    TreeSet<String> lines = new TreeSet<>(Set.of("program " + program()));
    FileTree.visit(
        files,
        directory,
        (path, length, modified) -> {
          String name = path.toString().substring(root.length());
          if (!NOT_SHOWN.contains(name) && !path.getName().startsWith(".")) {
            lines.add(Text.format("%s %d %d", name, length, modified));
          }
        });
    return DigestUtils.sha256Hex(String.join("\n", lines));
  }

  /** Returns length and time of change of the program's jar; empty for classes in a folder. */
  private static String program() throws IOException {
    try {
      java.nio.file.Path jar =
          java.nio.file.Path.of(
              DrawnReport.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(jar)
          ? Text.format("%d %d", Files.size(jar), Files.getLastModifiedTime(jar).toMillis())
          : "";
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the address of a jar is a URI", e);
    }
  }

  private static String sha256(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return DigestUtils.sha256Hex(in);
    }
  }
}
