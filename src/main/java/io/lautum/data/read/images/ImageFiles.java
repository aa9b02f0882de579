package io.lautum.data.read.images;

import java.io.Closeable;
import java.io.IOException;

/** Image files of a container, one after the other. */
interface ImageFiles extends Closeable {
  /** Moves to the next image; returns false at the end. */
  boolean next() throws IOException;

  /** Returns the image's path relative to the container. */
  String path();

  /** Returns the image's path for messages. */
  String name();

  /** Returns the size in bytes as it is known before reading. */
  long size();

  /** Returns the image's label; 0 before the classes are known. */
  int label();

  /**
   * Reads the image's file.
   *
   * @throws io.lautum.DataException if it is empty, too large or cannot be read
   */
  byte[] content() throws IOException;
}
