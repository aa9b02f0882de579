package io.lautum.experiment.storage;

import io.lautum.Text;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a new folder so that it exists only with all of its files. If the process is killed
 * earlier, the files remain under a temporary name until the next write.
 */
public final class AtomicFolder {
  private AtomicFolder() {}

  /**
   * Writes the files of a folder.
   *
   * @param <T> type of the result
   */
  @FunctionalInterface
  public interface Content<T> {
    /**
     * @param folder folder for the files, which does not exist yet
     */
    T writeTo(Path folder) throws IOException;
  }

  /**
   * Writes to a hidden folder next to {@code path}, then renames it.
   *
   * @param path the folder, which must not exist
   * @return the result of {@code content}
   * @throws IOException if writing or renaming fails; nothing of the folder is left then
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
