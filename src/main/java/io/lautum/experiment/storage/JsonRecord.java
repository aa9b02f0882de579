package io.lautum.experiment.storage;

import java.io.IOException;
import java.io.OutputStream;

/** A record that is stored in a JSON file. */
public interface JsonRecord {
  /**
   * Writes JSON from which the record's reader restores an equal record; leaves the stream open.
   */
  default void write(OutputStream out) throws IOException {
    Json.write(this, out);
  }
}
