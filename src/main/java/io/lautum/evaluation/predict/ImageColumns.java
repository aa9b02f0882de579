package io.lautum.evaluation.predict;

import io.lautum.DataException;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * The columns of a row that contain an image and the image's name.
 *
 * @param content index of the column of encoded images
 * @param path index of the column of names, or -1 if there is none
 * @param fault index of the column of faults that kept images from being read, or -1 if there is
 *     none
 */
record ImageColumns(int content, int path, int fault) implements Serializable {
  /**
   * Returns the name of a row's image for messages.
   *
   * @param number position of the row in its partition, from 1, which names a row without a name
   */
  String name(Row row, long number) {
    return path >= 0 && !row.isNullAt(path)
        ? row.get(path).toString()
        : "row %d of its partition".formatted(number);
  }

  /**
   * Returns the encoded image of a row.
   *
   * @param name name of the image for messages
   * @throws DataException if the row contains a fault, or null instead of an image
   */
  byte[] content(Row row, String name) {
    if (fault >= 0 && !row.isNullAt(fault)) {
      throw new DataException(row.getString(fault));
    }
    if (row.isNullAt(content)) {
      throw new DataException("%s: expected the bytes of an image, found null".formatted(name));
    }
    return (byte[]) row.get(content);
  }
}
