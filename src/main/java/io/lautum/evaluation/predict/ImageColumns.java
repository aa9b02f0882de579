package io.lautum.evaluation.predict;

import io.lautum.DataException;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * The columns of the image and its name in a row.
 *
 * @param content index of the encoded image
 * @param path index of the column that names the row in messages, or -1
 */
record ImageColumns(int content, int path) implements Serializable {
  /** Returns the name of a row for messages. */
  String name(Row row, long number) {
    return path >= 0 && !row.isNullAt(path)
        ? row.get(path).toString()
        : "row %d of its partition".formatted(number);
  }

  /**
   * Returns the encoded image.
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
