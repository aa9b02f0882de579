package io.lautum.data.encoder;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder of a table of vectors, which is replaced as a whole. */
final class TableFolder {
  private final FileSystem files;
  private final Path folder;
  private final Path temporary;
  private final Path replaced;

  TableFolder(Configuration hadoop, String output) throws IOException {
    Path path = new Path(output);
    files = path.getFileSystem(hadoop);
    folder = files.makeQualified(path);
    temporary = new Path(folder.getParent(), "." + folder.getName() + ".tmp");
    replaced = new Path(folder.getParent(), "." + folder.getName() + ".replaced");
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
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException(Text.format("cannot rename %s to %s", from, to));
    }
  }

  /** Deletes what a failed run has written. */
  void discard() throws IOException {
    files.delete(temporary, true);
  }
}
