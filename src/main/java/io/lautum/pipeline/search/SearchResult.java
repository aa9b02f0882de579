package io.lautum.pipeline.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.Text;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.TuneConfig;
import io.lautum.experiment.result.CaptionedTable;
import io.lautum.method.TransferMethods;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code tune.json}: all finished trials of a search.
 *
 * @param experiment name of the experiment
 * @param target name of the target dataset
 * @param method method whose values were searched
 * @param labels number of examples per draw
 * @param draws number of labelled draws
 * @param folds number of parts per draw
 * @param trials trials, the best first
 */
public record SearchResult(
    String experiment,
    String target,
    String method,
    int labels,
    int draws,
    int folds,
    List<Trial> trials) {
  private static final String NONE = "–";

  static SearchResult of(ExperimentConfig config, List<Trial> trials) {
    TuneConfig tune = config.tune();
    return new SearchResult(
        config.name(),
        config.target().name(),
        TransferMethods.named(tune.method()).name(),
        tune.labels(),
        tune.draws(),
        tune.folds(),
        trials.stream().sorted(Trial.BEST_FIRST).toList());
  }

  /** Returns the number of the best trial, or null if no trial has scores. */
  @JsonProperty
  public Integer best() {
    return bestTrial().map(Trial::number).orElse(null);
  }

  Optional<Trial> bestTrial() {
    return trials.stream().filter(trial -> trial.failure() == null).findFirst();
  }

  /** Returns the trials as a table for the console. */
  public String table() {
    List<String> header =
        new ArrayList<>(List.of("trial", "accuracy", "cross-entropy", "information"));
    header.addAll(trials.get(0).values().keySet());
    List<List<String>> rows = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (Trial trial : trials) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(trial.number()));
      row.add(
          trial.failure() == null
              ? decimal(100 * trial.accuracy(), 1)
                  + " ± "
                  + decimal(100 * trial.accuracyDeviation(), 1)
              : NONE);
      row.add(decimal(trial.crossEntropy(), 3));
      row.add(decimal(trial.information(), 3));
      row.addAll(trial.values().values());
      rows.add(row);
      if (trial.failure() != null) {
        remarks.add(Text.format("Trial %d: %s", trial.number(), trial.failure()));
      }
    }
    remarks.add(0, "Trial 0 has the experiment's own values. No test label was used.");
    String caption =
        Text.format(
            "Accuracy in %% of %s on held-out labelled examples of %s, mean ± standard deviation"
                + " over %d folds of %d draws of %d labels",
            method, target, folds, draws, labels);
    return new CaptionedTable(caption, header, rows, remarks).text();
  }

  private static String decimal(Double value, int decimals) {
    return value == null ? NONE : Text.format("%." + decimals + "f", value);
  }
}
