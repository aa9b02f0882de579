package io.lautum.evaluation.predict;

import io.lautum.DataException;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * Where a row has its image.
 *
 * @param content index of the encoded image
 * @param path index of what names the row in messages, or -1
 */
record ImageColumns(int content, int path) implements Serializable {
  /** What messages call a row. */
  String name(Row row, long number) {
    return path >= 0 && !row.isNullAt(path)
        ? row.get(path).toString()
        : "row %d of its partition".formatted(number);
  }

  /**
   * The encoded image.
   *
   * @throws DataException if it is null
   */
  byte[] content(Row row, String name) {
    if (row.isNullAt(content)) {
      throw new DataException("%s: expected the bytes of an image, found null".formatted(name));
    }
    return (byte[]) row.get(content);
  }
}
