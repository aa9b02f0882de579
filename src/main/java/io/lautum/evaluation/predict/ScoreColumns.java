package io.lautum.evaluation.predict;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Appends the index of the most probable class, its name and the vector of probabilities to a row;
 * null for these and the fault to a row without an intact example, if there is a column for faults.
 *
 * @param classes the model's class names
 * @param keepsErrors whether there is a column for faults
 */
record ScoreColumns(List<String> classes, boolean keepsErrors) implements ImageScorer.Output<Row> {
  @Override
  public Row of(Row row, Scores scores, String error) {
    int width = row.size();
    Object[] values = new Object[width + (keepsErrors ? 4 : 3)];
    for (int i = 0; i < width; i++) {
      values[i] = row.get(i);
    }
    if (error == null) {
      double[] vector = new double[scores.probabilities().length];
      Arrays.setAll(vector, k -> scores.probabilities()[k]);
      values[width] = (double) scores.label();
      values[width + 1] = classes.get(scores.label());
      values[width + 2] = Vectors.dense(vector);
    } else {
      values[width + 3] = error;
    }
    return RowFactory.create(values);
  }
}
