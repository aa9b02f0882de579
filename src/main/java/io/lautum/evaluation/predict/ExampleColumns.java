package io.lautum.evaluation.predict;

import io.lautum.Text;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/** The columns of a row that contain an example, an image or a vector, and the example's name. */
interface ExampleColumns extends Serializable {
  /** Index of the column of names, or -1 if there is none. */
  int path();

  /**
   * Returns the name of a row's example for messages.
   *
   * @param number position of the row in its partition, from 1, which names a row without a name
   */
  default String name(Row row, long number) {
    return path() >= 0 && !row.isNullAt(path())
        ? row.get(path()).toString()
        : Text.format("row %d of its partition", number);
  }

  /** Returns the size of a row's example in bytes; 0 if it has none. */
  long size(Row row);

  /**
   * Returns the bytes of a row's example in the model's shape.
   *
   * @param name name of the example for messages
   * @param fit conversion of images to the model's shape
   * @throws io.lautum.DataException if the row has no intact example
   */
  byte[] example(Row row, String name, ImageDecoder decoder, ImageFit fit);
}
