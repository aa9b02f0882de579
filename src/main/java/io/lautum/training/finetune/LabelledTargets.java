package io.lautum.training.finetune;

import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.training.Targets;
import java.util.Arrays;

/**
 * The targets of labelled examples in fine-tuning: label smoothing, and weights by class. A
 * balanced weight is n/(C n_c) for n examples, n_c of them of class c, and C classes with examples,
 * so that the weights of all examples have the mean 1.
 */
final class LabelledTargets {
  private final double labelSmoothing;
  private final double[] weights;

  private LabelledTargets(double labelSmoothing, double[] weights) {
    this.labelSmoothing = labelSmoothing;
    this.weights = weights;
  }

  /**
   * Creates the targets of a training.
   *
   * @param labels labels of all examples
   * @param classes number of classes
   */
  static LabelledTargets of(FineTuneConfig config, int[] labels, int classes) {
    double[] weights = new double[classes];
    Arrays.fill(weights, 1);
    if (config.balancesClasses()) {
      long[] counts = new long[classes];
      for (int label : labels) {
        counts[label]++;
      }
      long present = Arrays.stream(counts).filter(count -> count > 0).count();
      for (int label = 0; label < classes; label++) {
        weights[label] =
            counts[label] == 0 ? 0 : labels.length / (double) (present * counts[label]);
      }
    }
    return new LabelledTargets(config.labelSmoothing(), weights);
  }

  /** Returns the targets of a minibatch. */
  Targets of(int[] labels) {
    return Targets.of(labels, weights.length)
        .smoothed(labelSmoothing)
        .weighted(Arrays.stream(labels).mapToDouble(label -> weights[label]).toArray());
  }
}
