package io.lautum.experiment.storage;

import java.io.IOException;
import java.io.OutputStream;

/** A record that a JSON file holds. */
public interface JsonRecord {
  /** Writes JSON that the record's reader gives back equal; leaves the stream open. */
  default void write(OutputStream out) throws IOException {
    Json.write(this, out);
  }
}
