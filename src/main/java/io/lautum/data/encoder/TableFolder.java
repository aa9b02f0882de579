package io.lautum.data.encoder;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.image.EncoderDescription;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder of a table of vectors, which is replaced as a whole. */
final class TableFolder {
  private static final String RUN = "run-";

  private final FileSystem files;
  private final Path folder;
  private final Path temporary;
  private final Path replaced;
  private final Path runs;

  TableFolder(Configuration hadoop, String output) throws IOException {
    Path path = new Path(output);
    files = path.getFileSystem(hadoop);
    folder = files.makeQualified(path);
    temporary = hiddenSibling(folder, ".tmp");
    replaced = hiddenSibling(folder, ".replaced");
    runs = hiddenSibling(folder, ".runs");
  }

  /** Returns the path of a hidden folder next to a table's. */
  static Path hiddenSibling(Path folder, String suffix) {
    return new Path(folder.getParent(), "." + folder.getName() + suffix);
  }

  /**
   * Returns whether the folder has a table whose vectors may be kept.
   *
   * @param overwrite whether a table with other vectors may be replaced
   * @throws UserException if the folder has something else
   */
  boolean isKept(EncoderDescription description, boolean overwrite) throws IOException {
    if (!files.exists(folder) && files.exists(replaced)) {
      // A run was killed between the two steps of replace.
      rename(replaced, folder);
    }
    if (!files.exists(folder)) {
      return false;
    }
    Path stored = new Path(folder, EncoderDescription.FILE);
    if (!files.exists(stored)) {
      throw new UserException(
          Text.format(
              "%s: exists already and is no table of the command encode; choose another path",
              folder));
    }
    List<String> differences = EncoderDescription.read(files, stored).differences(description);
    if (!differences.isEmpty() && !overwrite) {
      throw new UserException(
          Text.format(
              "%s: its vectors were computed otherwise (%s); use --overwrite to replace them, or"
                  + " another path to keep both",
              folder, String.join(", ", differences)));
    }
    return differences.isEmpty() && !overwrite;
  }

  /**
   * Deletes the results of runs that did not end if they are those of another encoder.
   *
   * @param overwrite whether to delete them in any case
   */
  void prepareRuns(EncoderDescription description, boolean overwrite) throws IOException {
    Path stored = new Path(runs, EncoderDescription.FILE);
    boolean usable =
        !overwrite
            && files.exists(stored)
            && EncoderDescription.read(files, stored).differences(description).isEmpty();
    if (!usable) {
      files.delete(runs, true);
      Json.writeFile(files, stored, description);
    }
  }

  /** Returns the folders with vectors of runs that did not end. */
  List<String> unfinishedRuns() throws IOException {
    List<String> unfinished = new ArrayList<>();
    for (FileStatus run : files.listStatus(runs, path -> path.getName().startsWith(RUN))) {
      FileStatus[] parts =
          files.listStatus(run.getPath(), path -> path.getName().endsWith(".parquet"));
      if (parts.length > 0) {
        unfinished.add(run.getPath().toString());
      }
    }
    return unfinished;
  }

  /** Returns a new folder for the vectors of this run. */
  Path newRun() {
    return new Path(runs, RUN + UUID.randomUUID());
  }

  /** Returns the path of the present table. */
  String present() {
    return folder.toString();
  }

  /** Returns the path for a new table. */
  Path temporary() {
    return temporary;
  }

  FileSystem files() {
    return files;
  }

  /** Replaces the present table, if there is one, by the new one. */
  void replace(EncoderDescription description) throws IOException {
    Json.writeFile(files, new Path(temporary, EncoderDescription.FILE), description);
    files.delete(replaced, true);
    if (files.exists(folder)) {
      rename(folder, replaced);
    }
    rename(temporary, folder);
    files.delete(replaced, true);
    files.delete(runs, true);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException(Text.format("cannot rename %s to %s", from, to));
    }
  }

  /** Deletes an incomplete table. */
  void discard() throws IOException {
    files.delete(temporary, true);
  }
}
