package io.lautum.report.tracking;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file for a run's artifacts, whose content is read as a stream.
 *
 * @param path path relative to the run's artifacts
 * @param length number of bytes
 */
record Upload(String path, long length, Content content) {
  /** Opens the content. */
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  /**
   * @throws java.io.FileNotFoundException if there is no file
   */
  static Upload of(String path, FileSystem files, Path file) throws IOException {
    return new Upload(path, files.getFileStatus(file).getLen(), () -> files.open(file));
  }

  static Upload of(String path, byte[] content) {
    return new Upload(path, content.length, () -> new ByteArrayInputStream(content));
  }
}
