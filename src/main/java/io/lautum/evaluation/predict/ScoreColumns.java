package io.lautum.evaluation.predict;

import io.lautum.evaluation.outsiders.OutsiderScore;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Appends the index of the most probable class, its name, the vector of probabilities and the
 * chosen score for outsiders to a row; null for these and the fault to a row without an intact
 * example, if there is a column for faults.
 *
 * @param classes the model's class names
 * @param outsider score of the column for outsiders; null if there is none
 * @param keepsErrors whether there is a column for faults
 */
record ScoreColumns(List<String> classes, OutsiderScore outsider, boolean keepsErrors)
    implements ImageScorer.Output<Row>, Serializable {
  @Override
  public Row of(Row row, Scores scores, String error) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(row.get(i));
    }
    if (error == null) {
      double[] vector = new double[scores.probabilities().length];
      Arrays.setAll(vector, k -> scores.probabilities()[k]);
      values.add((double) scores.label());
      values.add(classes.get(scores.label()));
      values.add(Vectors.dense(vector));
      if (outsider != null) {
        values.add(scores.outsider(outsider));
      }
    } else {
      values.addAll(Collections.nCopies(outsider == null ? 3 : 4, null));
    }
    if (keepsErrors) {
      values.add(error);
    }
    return RowFactory.create(values.toArray());
  }
}
