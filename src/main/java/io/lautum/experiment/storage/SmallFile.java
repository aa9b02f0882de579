package io.lautum.experiment.storage;

import io.lautum.DataException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads whole files of limited size. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * Returns the content of a file.
   *
   * @param limit maximum number of bytes
   * @throws DataException if the file is longer
   * @throws IOException from the file system; {@link java.io.FileNotFoundException} if there is no
   *     file, {@link org.apache.hadoop.fs.ChecksumException} if its checksums report damage
   */
  public static byte[] read(FileSystem files, Path path, int limit) throws IOException {
    try (InputStream in = new LimitedInput(files.open(path), path.toString(), limit)) {
      return in.readAllBytes();
    }
  }
}
