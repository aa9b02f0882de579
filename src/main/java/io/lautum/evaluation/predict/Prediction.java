package io.lautum.evaluation.predict;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * One scored image.
 *
 * @param path path of the image
 * @param label index of the most probable class
 * @param probabilities one probability per class
 */
record Prediction(String path, int label, float[] probabilities) implements Serializable {
  /**
   * Returns the prediction in a row of {@link ImageClassifier}'s output.
   *
   * @param row path, index of the class, vector of probabilities, which were floats
   */
  static Prediction of(Row row) {
    Vector vector = row.getAs(2);
    float[] probabilities = new float[vector.size()];
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = (float) vector.apply(k);
    }
    return new Prediction(row.getString(0), (int) row.getDouble(1), probabilities);
  }
}
