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
   * Returns the prediction in a row of {@link ImageClassifier}'s output.
   *
   * @param row path, index of the class, vector of probabilities, which were floats, and error
   */
  static Prediction of(Row row) {
    if (!row.isNullAt(3)) {
      return new Prediction(row.getString(0), -1, null, row.getString(3));
    }
    Vector vector = row.getAs(2);
    float[] probabilities = new float[vector.size()];
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = (float) vector.apply(k);
    }
    return new Prediction(row.getString(0), (int) row.getDouble(1), probabilities, null);
  }
}
