package io.lautum.training.finetune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The finished steps of a fine-tuning from its first one, so that a resumed one reports them all.
 */
final class StepHistory {
  private static final String CROSS_ENTROPY = "crossEntropy";

  private final List<FinishedStep> steps = new ArrayList<>();

  /** Restores what {@link #vectors} returned. */
  static StepHistory of(SortedMap<String, double[]> vectors) {
    StepHistory history = new StepHistory();
    double[] crossEntropies = vectors.getOrDefault(CROSS_ENTROPY, new double[0]);
    for (int i = 0; i < crossEntropies.length; i++) {
      Map<String, Double> metrics = new HashMap<>();
      for (Map.Entry<String, double[]> vector : vectors.entrySet()) {
        double value = i < vector.getValue().length ? vector.getValue()[i] : Double.NaN;
        if (!vector.getKey().equals(CROSS_ENTROPY) && !Double.isNaN(value)) {
          metrics.put(vector.getKey(), value);
        }
      }
      history.add(new FinishedStep(i + 1, crossEntropies[i], metrics));
    }
    return history;
  }

  /** Adds the next step. */
  void add(FinishedStep step) {
    steps.add(step);
  }

  /** Calls a listener with all steps, in order. */
  void report(StepListener listener) {
    steps.forEach(step -> step.report(listener));
  }

  /** Returns the cross-entropies and each metric, one number per step; NaN for a missing metric. */
  SortedMap<String, double[]> vectors() {
    SortedMap<String, double[]> vectors = new TreeMap<>();
    vectors.put(CROSS_ENTROPY, steps.stream().mapToDouble(FinishedStep::crossEntropy).toArray());
    for (int i = 0; i < steps.size(); i++) {
      for (Map.Entry<String, Double> metric : steps.get(i).metrics().entrySet()) {
        vectors.computeIfAbsent(metric.getKey(), key -> missing())[i] = metric.getValue();
      }
    }
    return vectors;
  }

  private double[] missing() {
    double[] missing = new double[steps.size()];
    Arrays.fill(missing, Double.NaN);
    return missing;
  }
}
