package io.lautum.pipeline.ml;

import io.lautum.Text;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/**
 * The prediction that follows from the probabilities of an image: the class k with the largest p_k
 * / t_k for the thresholds t. A class with p_k = t_k = 0 is not predicted.
 *
 * @param classes names of the classes
 * @param thresholds one per class, not negative, at most one of them 0; null for equal ones
 * @param numeric whether labels are numbers, so that a prediction is the label, not the index
 */
record ClassPrediction(List<String> classes, double[] thresholds, boolean numeric)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if there is not one threshold per class
   */
  ClassPrediction {
    if (thresholds != null && thresholds.length != classes.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "thresholds: expected one per class of %s, got [%d]", classes, thresholds.length));
    }
  }

  private int index(Vector probabilities) {
    int best = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < probabilities.size(); k++) {
      // 0 / 0 is NaN, which is not larger than any number.
      double scaled = scaled(probabilities, k);
      if (scaled > largest) {
        best = k;
        largest = scaled;
      }
    }
    return best;
  }

  private double scaled(Vector probabilities, int k) {
    return thresholds == null ? probabilities.apply(k) : probabilities.apply(k) / thresholds[k];
  }

  /** Returns the name of the class. */
  String label(Vector probabilities) {
    return classes.get(index(probabilities));
  }

  /** Returns the label as a number, or the index of the class if labels are texts. */
  double number(Vector probabilities) {
    int index = index(probabilities);
    return numeric ? Double.parseDouble(classes.get(index)) : index;
  }

  /** Returns ln p, which are the logits less a constant per image. */
  static Vector logarithms(Vector probabilities) {
    double[] values = probabilities.toArray().clone();
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.log(Math.max(values[k], Float.MIN_VALUE));
    }
    return Vectors.dense(values);
  }
}
