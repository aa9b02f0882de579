package io.lautum.evaluation.predict;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * One scored image, or one that cannot be scored.
 *
 * @param path path of the image
 * @param label index of the most probable class; -1 with an error
 * @param probabilities one probability per class; null with an error
 * @param error why the image cannot be scored; otherwise null
 */
record Prediction(String path, int label, float[] probabilities, String error)
    implements Serializable {
  /**
   * Returns the prediction in a row that {@link ImageScorer} has scored, with faults.
   *
   * @param columns number of columns before the new ones; the first one has the path
   */
  static Prediction of(Row row, int columns) {
    if (!row.isNullAt(columns + 3)) {
      return new Prediction(row.getString(0), -1, null, row.getString(columns + 3));
    }
    Vector vector = row.getAs(columns + 2);
    float[] probabilities = new float[vector.size()];
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = (float) vector.apply(k);
    }
    return new Prediction(row.getString(0), (int) row.getDouble(columns), probabilities, null);
  }
}
