package io.lautum.pipeline.ml;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Work with files within a method of Spark ML, which cannot throw an IOException. */
@FunctionalInterface
interface FileWork<T> {
  T run() throws IOException;

  /**
   * Does the work.
   *
   * @throws UncheckedIOException if the work throws an IOException
   */
  static <T> T unchecked(FileWork<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
