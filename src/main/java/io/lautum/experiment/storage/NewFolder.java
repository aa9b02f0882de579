package io.lautum.experiment.storage;

import io.lautum.Text;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a folder so that it exists only if it is complete. */
public final class NewFolder {
  private NewFolder() {}

  /** Writes the files of a folder and returns a result. */
  @FunctionalInterface
  public interface Content<T> {
    T writeTo(Path folder) throws IOException;
  }

  /**
   * Writes to a hidden folder next to {@code path}, then renames it. What an interruption leaves of
   * the hidden folder is deleted by the next call.
   *
   * @param path folder that does not exist
   * @return the result of {@code content}
   * @throws IOException if writing or renaming fails; {@code path} does not exist then
   */
  public static <T> T write(FileSystem files, Path path, Content<T> content) throws IOException {
    Path temporary = new Path(path.getParent(), "." + path.getName() + ".tmp");
    files.delete(temporary, true);
    try {
      T result = content.writeTo(temporary);
      if (!files.rename(temporary, path)) {
        throw new IOException(Text.format("cannot rename %s to %s", temporary, path));
      }
      return result;
    } finally {
      files.delete(temporary, true);
    }
  }
}
