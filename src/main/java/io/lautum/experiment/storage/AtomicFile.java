package io.lautum.experiment.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a file so that a reader sees the old content or the new one, and never a part. Between the
 * two there is no file for a moment, for not every Hadoop file system can replace one: a kill just
 * then leaves the new content under the temporary name, and the next write replaces that.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file to a stream that the caller closes. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes to a temporary name in the same folder, then renames to {@code path}.
   *
   * @throws IOException if writing fails, and {@code path} is then as it was; or if renaming fails,
   *     and the new content is then under the temporary name, which the message has
   */
  public static void write(FileSystem files, Path path, Content content) throws IOException {
    Path temporary = new Path(path.getParent(), "." + path.getName() + ".tmp");
    boolean written = false;
    try {
      try (OutputStream out = OutputFile.create(files, temporary)) {
        content.writeTo(out);
      }
      written = true;
    } finally {
      if (!written) {
        files.delete(temporary, false);
      }
    }
    // First, and not only where a rename finds a file in its way: a local rename would replace the
    // content and its checksum file one after the other, and a kill between leaves a broken pair.
    files.delete(path, false);
    if (!files.rename(temporary, path)) {
      throw new IOException("cannot rename %s to %s".formatted(temporary, path));
    }
  }

  /** {@link #write(FileSystem, Path, Content)} of UTF-8 text. */
  public static void write(FileSystem files, Path path, String text) throws IOException {
    write(files, path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
