package io.lautum.pipeline.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.Text;
import io.lautum.experiment.storage.Checks;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A finished trial of a search. Its JSON file also contains the means over the folds.
 *
 * @param number number of the trial; trial 0 has the experiment's own values
 * @param values values of the searched keys, as HOCON text
 * @param failure reason why there are no scores; null if there are scores
 * @param folds scores of all draws and folds; empty if training diverged
 * @param seconds duration
 */
public record Trial(
    int number,
    SortedMap<String, String> values,
    String failure,
    List<FoldScore> folds,
    double seconds) {
  /** Orders trials by accuracy, then cross-entropy, then number, the best first; failures last. */
  static final Comparator<Trial> BEST_FIRST =
      Comparator.<Trial, Boolean>comparing(trial -> trial.failure() != null)
          .thenComparing(Comparator.comparingDouble(Trial::meanAccuracy).reversed())
          .thenComparing(trial -> trial.mean(FoldScore::crossEntropy))
          .thenComparing(Trial::number);

  public Trial {
    Checks.require(values != null, "values");
    folds = Checks.requireNoNulls("folds", folds);
    Checks.require(folds.isEmpty() == (failure != null), "either folds or a failure");
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Returns a trial with these scores, or a failed one if one of its models diverged. */
  static Trial of(int number, Candidate candidate, List<FoldScore> folds, double seconds) {
    for (FoldScore fold : folds) {
      if (Double.isNaN(fold.accuracy())) {
        String reason = "fine-tuning diverged in draw %d, fold %d";
        return failed(
            number, candidate, Text.format(reason, fold.draw(), fold.fold() + 1), seconds);
      }
    }
    return new Trial(number, candidate.texts(), null, folds, seconds);
  }

  static Trial failed(int number, Candidate candidate, String failure, double seconds) {
    return new Trial(number, candidate.texts(), failure, List.of(), seconds);
  }

  /** Returns the mean accuracy on the held-out parts, or null if training diverged. */
  @JsonProperty
  public Double accuracy() {
    return orNull(meanAccuracy());
  }

  /** Returns the standard deviation of the accuracy over the parts. */
  @JsonProperty
  public Double accuracyDeviation() {
    double mean = meanAccuracy();
    double squares = mean(fold -> (fold.accuracy() - mean) * (fold.accuracy() - mean));
    return orNull(Math.sqrt(squares * folds.size() / (folds.size() - 1)));
  }

  /** Returns the mean cross-entropy on the held-out parts, in nats. */
  @JsonProperty
  public Double crossEntropy() {
    return orNull(mean(FoldScore::crossEntropy));
  }

  /** Returns the mean predictive information on unlabelled images, in nats. */
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
