package io.lautum.data.read.cifar;

import java.io.Closeable;
import java.io.IOException;

/**
 * The records of a subset's files, one after the other. A record is read by {@link #readLabel}
 * followed by {@link #readPixels} or {@link #skipPixels}.
 */
interface CifarRecords extends Closeable {
  /** Returns the number of records in all files. */
  long total();

  /** Returns the number of records before the next one. */
  long position();

  /** Moves forward to the start of a record. */
  void forwardTo(long record) throws IOException;

  /**
   * Reads the class of the next record.
   *
   * @throws io.lautum.DataException if it is not below the number of classes
   */
  int readLabel() throws IOException;

  byte[] readPixels() throws IOException;

  void skipPixels() throws IOException;
}
