package io.lautum;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Opens Hadoop's local file system, which keeps checksums. */
public final class LocalFiles {
  private LocalFiles() {}

  /** Returns the file system, and is usable where a field gets its value. */
  public static FileSystem open() {
    try {
      return FileSystem.getLocal(new Configuration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
