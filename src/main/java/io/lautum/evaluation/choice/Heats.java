package io.lautum.evaluation.choice;

import io.lautum.experiment.result.Choice;
import io.lautum.experiment.result.CrossValidation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The candidates with one number of steps, compared by paired differences of their losses. */
final class Heats {
  private final Map<String, Heat> heats;
  private final List<String> able;
  private final Map<String, HeldOutLosses> losses = new LinkedHashMap<>();

  /**
   * @param heats candidates that were cross-validated, the simplest first
   * @param able one or more of them that may win, the simplest first
   */
  Heats(Map<String, Heat> heats, List<String> able) {
    this.heats = heats;
    this.able = able;
    heats.forEach(
        (method, heat) -> {
          if (!heat.failed()) {
            losses.put(method, HeldOutLosses.of(heat.validation()));
          }
        });
  }

  /** Returns the candidates with the least losses, the simplest first. */
  List<String> best(int count) {
    List<String> best =
        able.stream()
            .sorted(Comparator.comparingDouble(method -> losses.get(method).mean()))
            .limit(count)
            .toList();
    return able.stream().filter(best::contains).toList();
  }

  /** Returns the simplest candidate that is not clearly worse than the best one. */
  String winner() {
    return able.stream().filter(method -> difference(method).isUnclear()).findFirst().orElseThrow();
  }

  private PairedDifference difference(String method) {
    CrossValidation validation = heats.get(method).validation();
    return PairedDifference.of(
        losses.get(method).losses(),
        losses.get(best(1).get(0)).losses(),
        validation.images().stream().mapToInt(CrossValidation.Image::group).toArray());
  }

  /** Returns the score of a candidate; null if it has none. */
  Choice.Score score(String method) {
    if (!losses.containsKey(method)) {
      return null;
    }
    Heat heat = heats.get(method);
    PairedDifference difference = difference(method);
    return new Choice.Score(
        heat.steps(),
        heat.validation().accuracy().value(),
        losses.get(method).mean(),
        difference.mean(),
        difference.standardError(),
        heat.seconds());
  }
}
