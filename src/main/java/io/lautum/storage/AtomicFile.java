package io.lautum.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a file so that a reader sees the old content or the new one, and never half of it. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file to a stream that the caller closes. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes to a temporary name in the same folder, then renames over {@code path}.
   *
   * @throws IOException if writing fails; {@code path} is then as it was
   */
  public static void write(FileSystem files, Path path, Content content) throws IOException {
    Path temporary = new Path(path.getParent(), "." + path.getName() + ".tmp");
    try {
      try (OutputStream out = files.create(temporary, true)) {
        content.writeTo(out);
      }
      // Rename does not replace on every Hadoop file system.
      files.delete(path, false);
      if (!files.rename(temporary, path)) {
        throw new IOException("cannot rename %s to %s".formatted(temporary, path));
      }
    } catch (IOException | RuntimeException e) {
      files.delete(temporary, false);
      throw e;
    }
  }

  /** {@link #write(FileSystem, Path, Content)} of UTF-8 text. */
  public static void write(FileSystem files, Path path, String text) throws IOException {
    write(files, path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
