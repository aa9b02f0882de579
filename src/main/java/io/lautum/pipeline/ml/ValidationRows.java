package io.lautum.pipeline.ml;

import io.lautum.Text;
import io.lautum.experiment.result.Classification;
import io.lautum.experiment.result.TemperatureScaling;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Probabilities and labels of rows that a model was not trained on, in the driver's memory. */
final class ValidationRows {
  private final float[][] probabilities;
  private final int[] labels;

  /**
   * @param scored a column of probabilities and a column of labels
   * @param classes names of the model's classes
   * @throws IllegalArgumentException if a label is not a class of the model
   */
  ValidationRows(Dataset<Row> scored, List<String> classes) {
    List<Row> rows = scored.collectAsList();
    probabilities = new float[rows.size()][];
    labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      probabilities[i] = floats(rows.get(i).<Vector>getAs(0));
      String label = rows.get(i).getString(1).strip();
      labels[i] = classes.indexOf(label);
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            Text.format(
                "validationIndicatorCol: expected labels of the training rows, %s, found \"%s\"",
                classes, label));
      }
    }
  }

  private static float[] floats(Vector vector) {
    float[] values = new float[vector.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) vector.apply(k);
    }
    return values;
  }

  /**
   * Measures the model.
   *
   * @param calibrates whether the temperature is fitted to these rows
   */
  ValidationResult result(boolean calibrates) {
    TemperatureScaling scaling =
        calibrates
            ? TemperatureScaling.mostProbable(probabilities, labels)
            : TemperatureScaling.NONE;
    int right = 0;
    double loss = 0;
    for (int i = 0; i < labels.length; i++) {
      right += Classification.of(probabilities[i]).predicted() == labels[i] ? 1 : 0;
      loss += scaling.loss(probabilities[i], labels[i]);
    }
    double rows = labels.length;
    return new ValidationResult(labels.length, right / rows, loss / rows, 1 / scaling.inverse());
  }
}
