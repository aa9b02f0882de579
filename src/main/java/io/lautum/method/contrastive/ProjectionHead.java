package io.lautum.method.contrastive;

import io.lautum.information.views.ViewEstimate;
import io.lautum.network.loss.Gradients;
import io.lautum.network.loss.TermInput;
import io.lautum.network.spec.Head;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import java.util.List;
import java.util.Map;

/**
 * Two layers behind the features, of 128 and 64 units, whose outputs the contrastive terms compare
 * (Chen et al., ICML 2020, section 2.1). The features keep what the comparison would remove, so the
 * model file contains no projection.
 */
final class ProjectionHead {
  private static final int HIDDEN = 128;
  private static final int PROJECTION = 64;

  /** The groups of images whose projections are compared. */
  static final List<String> VIEWS = List.of(ImageGroup.STRONG_VIEW, ImageGroup.OTHER_STRONG_VIEW);

  private ProjectionHead() {}

  /**
   * Returns the head.
   *
   * @param name name of its output
   */
  static Head named(String name) {
    return new Head(
        name,
        NetworkGraph.FEATURES,
        List.of(
            new Layer.Dense(HIDDEN, Initialization.UNIFORM),
            new Layer.Rectifier(),
            new Layer.Dense(PROJECTION, Initialization.UNIFORM)));
  }

  /**
   * Returns the number of images.
   *
   * @throws IllegalArgumentException if there is only one, which has nothing to be compared with
   */
  static int images(TermInput input) {
    int n = input.size(ImageGroup.STRONG_VIEW);
    if (n < 2) {
      throw new IllegalArgumentException("views of one image cannot be compared");
    }
    return n;
  }

  /** Returns the gradient of an estimate times a factor, for all rows of a projection. */
  static double[] gradient(TermInput input, String output, double factor, ViewEstimate estimate) {
    return input.placed(
        output,
        Map.of(
            ImageGroup.STRONG_VIEW,
            Gradients.scaled(estimate.first(), factor),
            ImageGroup.OTHER_STRONG_VIEW,
            Gradients.scaled(estimate.second(), factor)));
  }
}
