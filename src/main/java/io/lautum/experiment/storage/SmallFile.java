package io.lautum.experiment.storage;

import io.lautum.DataException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file that is read whole, and is not read at all when it is longer than such a file can be. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * The content of a file.
   *
   * @param limit the most bytes that it may have
   * @throws DataException if it is longer
   * @throws IOException the file system's own; {@link java.io.FileNotFoundException} if there is no
   *     file, {@link org.apache.hadoop.fs.ChecksumException} if its checksums tell of damage
   */
  public static byte[] read(FileSystem files, Path path, int limit) throws IOException {
    try (InputStream in = new LimitedInput(files.open(path), path.toString(), limit)) {
      return in.readAllBytes();
    }
  }
}
