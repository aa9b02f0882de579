package io.lautum.experiment.storage;

import io.lautum.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a file so that readers see either the old or the new content, but never a part. The file
 * is missing for a moment, because not every Hadoop file system can replace files. If the process
 * is killed at that moment, the new content remains under the temporary name until the next write.
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
   * @throws IOException if writing fails; {@code path} is unchanged then. Also if renaming fails;
   *     the new content then remains under the temporary name, which the message contains
   */
  public static void write(FileSystem files, Path path, Content content) throws IOException {
    Path temporary = new Path(path.getParent(), "." + path.getName() + ".tmp");
    writeTemporary(files, temporary, content);
    // Deleted even if a rename could replace the file: a local rename would replace the content and
    // its checksum file one after the other, and an interruption would leave a mismatched pair.
    files.delete(path, false);
    if (!files.rename(temporary, path)) {
      throw new IOException(Text.format("cannot rename %s to %s", temporary, path));
    }
  }

  /**
   * Writes like {@link #write(FileSystem, Path, Content)} a file that other processes may write at
   * the same time with the same content. Each writes to another temporary file, which an
   * interruption leaves behind.
   *
   * @throws IOException if writing fails, or renaming fails and no other process has written the
   *     file
   */
  public static void writeConcurrently(FileSystem files, Path path, Content content)
      throws IOException {
    String name = Text.format(".%s.%s.tmp", path.getName(), UUID.randomUUID());
    Path temporary = new Path(path.getParent(), name);
    writeTemporary(files, temporary, content);
    files.delete(path, false);
    if (!files.rename(temporary, path)) {
      files.delete(temporary, false);
      if (!files.exists(path)) {
        throw new IOException(Text.format("cannot rename %s to %s", temporary, path));
      }
    }
  }

  private static void writeTemporary(FileSystem files, Path temporary, Content content)
      throws IOException {
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
  }

  /** Writes UTF-8 text like {@link #write(FileSystem, Path, Content)}. */
  public static void write(FileSystem files, Path path, String text) throws IOException {
    write(files, path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
