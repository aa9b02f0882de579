package io.lautum.selection;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.Checks;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A finished trial of a search, as in its JSON file, which has the means over the folds too.
 *
 * @param number from 0, which is the experiment's own values
 * @param values of the searched keys, as HOCON text
 * @param failure why there are no scores, null where there are
 * @param folds the scores of all draws and folds; empty where training diverged
 * @param seconds it took
 */
public record Trial(
    int number,
    SortedMap<String, String> values,
    String failure,
    List<FoldScore> folds,
    double seconds) {
  /** The best first: by accuracy, then cross-entropy, then the earlier one; failures last. */
  static final Comparator<Trial> BEST_FIRST =
      Comparator.<Trial, Boolean>comparing(trial -> trial.failure() != null)
          .thenComparing(Comparator.comparingDouble(Trial::meanAccuracy).reversed())
          .thenComparing(trial -> trial.mean(FoldScore::crossEntropy))
          .thenComparing(Trial::number);

  public Trial {
    Checks.that(values != null, "values");
    folds = Checks.list("folds", folds);
    Checks.that(folds.isEmpty() == (failure != null), "either folds or a failure");
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Of scores, some of which may be of models that diverged. */
  static Trial of(int number, Point point, List<FoldScore> folds, double seconds) {
    for (FoldScore fold : folds) {
      if (Double.isNaN(fold.accuracy())) {
        String reason = "fine-tuning diverged in draw %d, fold %d";
        return failed(number, point, reason.formatted(fold.draw(), fold.fold() + 1), seconds);
      }
    }
    return new Trial(number, point.texts(), null, folds, seconds);
  }

  static Trial failed(int number, Point point, String failure, double seconds) {
    return new Trial(number, point.texts(), failure, List.of(), seconds);
  }

  /** Mean accuracy on the held-out parts; null where training diverged. */
  @JsonProperty
  public Double accuracy() {
    return orNull(meanAccuracy());
  }

  /** Standard deviation of the accuracy over the parts. */
  @JsonProperty
  public Double accuracyDeviation() {
    double mean = meanAccuracy();
    double squares = mean(fold -> (fold.accuracy() - mean) * (fold.accuracy() - mean));
    return orNull(Math.sqrt(squares * folds.size() / (folds.size() - 1)));
  }

  /** Mean cross-entropy on the held-out parts, in nats. */
  @JsonProperty
  public Double crossEntropy() {
    return orNull(mean(FoldScore::crossEntropy));
  }

  /** Mean predictive information on unlabelled images, in nats. */
  @JsonProperty
  public Double information() {
    return orNull(mean(FoldScore::information));
  }

  private double meanAccuracy() {
    return mean(FoldScore::accuracy);
  }

  private double mean(ToDoubleFunction<FoldScore> score) {
    return folds.stream().mapToDouble(score).average().orElse(Double.NaN);
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
