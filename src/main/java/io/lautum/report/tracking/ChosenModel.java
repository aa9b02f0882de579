package io.lautum.report.tracking;

import io.lautum.Text;
import io.lautum.experiment.config.TrackingConfig;
import io.lautum.experiment.result.Results;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * The model of a run that is uploaded: the one that was fine-tuned on the first draw of the largest
 * number of labels.
 *
 * @param accuracy mean over the draws
 */
record ChosenModel(String method, int labels, double accuracy) {
  static final int DRAW = 1;

  /**
   * Returns the model of a method.
   *
   * @param wanted name of a method, or {@link TrackingConfig#BEST} for the one with the highest
   *     mean accuracy at the largest number of labels; of equal ones the first of the table
   * @throws IOException if there are no results of this method
   */
  static ChosenModel of(Results results, String wanted) throws IOException {
    List<Results.Row> rows =
        results.rows().stream()
            .filter(row -> wanted.equals(TrackingConfig.BEST) || row.method().equals(wanted))
            .toList();
    int labels = rows.stream().mapToInt(Results.Row::labels).max().orElse(0);
    return rows.stream()
        .filter(row -> row.labels() == labels)
        // The first of several largest ones, unlike max.
        .min(Comparator.comparingDouble(row -> -row.mean()))
        .map(row -> new ChosenModel(row.method(), row.labels(), row.mean()))
        .orElseThrow(
            () -> new IOException(Text.format("the results have no method \"%s\"", wanted)));
  }

  /** Returns the model's folder below that of all fine-tuned models. */
  String name() {
    return Text.format("%s/labels-%d/draw-%d", method, labels, DRAW);
  }
}
