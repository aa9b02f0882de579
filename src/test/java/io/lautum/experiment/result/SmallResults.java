package io.lautum.experiment.result;

import io.lautum.experiment.result.Results.Row;
import java.util.List;
import java.util.Map;

/** Creates results of an experiment {@code e} from {@code s} to {@code t} with two classes. */
public final class SmallResults {
  private SmallResults() {}

  /** Returns results that consist of accuracies only. */
  public static Results of(Row... rows) {
    return of(Map.of(), rows);
  }

  /** Returns accuracies with published ones, by method and number of labels. */
  public static Results of(Map<String, Map<Integer, Double>> paper, Row... rows) {
    return new Results("e", "s", "t", 1, List.of("a", "b"), List.of(rows), null, null, paper, null);
  }

  /** Returns a method's accuracies, one per draw. */
  public static Row row(String method, int labels, Double... draws) {
    return Row.of(method, labels, List.of(draws), null, null, null);
  }
}
