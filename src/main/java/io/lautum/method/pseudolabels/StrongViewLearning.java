package io.lautum.method.pseudolabels;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyType;
import io.lautum.method.SemiSupervision;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Statistics;
import java.util.List;

/**
 * Learning from unlabelled images whose strong views get the labels that the network gives to the
 * images themselves. The images pass without dropout and without a gradient.
 *
 * @param ratio unlabelled images per labelled one in a minibatch (μ)
 */
record StrongViewLearning(TermSpec term, int ratio) implements SemiSupervision {
  /** Weight of the strong views' cross-entropy. */
  static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 1.0)
          .doc("Weight of the strong views' cross-entropy (lambda).");

  /** Unlabelled images per labelled one. */
  static final Key<Integer> RATIO =
      Key.of("ratio", KeyType.atLeast(1), 4)
          .doc("Unlabelled images per labelled one in a minibatch (mu).");

  /** The groups of images that the terms read. */
  static final List<String> GROUPS = List.of(ImageGroup.UNLABELLED, ImageGroup.STRONG_VIEW);

  @Override
  public List<ImageGroup> groups(int labelled) {
    int rows = Math.multiplyExact(ratio, labelled);
    return List.of(
        new ImageGroup(ImageGroup.UNLABELLED, rows, false, false, Statistics.SHARED),
        ImageGroup.trained(ImageGroup.STRONG_VIEW, rows));
  }

  /**
   * Returns the decay of running means over a training of so many steps: min(0.999, 1 − 20/steps),
   * because 0.999 alone would keep much of the start in a short training.
   */
  static double decay(int steps) {
    return Math.min(0.999, Math.max(0, 1 - 20.0 / steps));
  }
}
