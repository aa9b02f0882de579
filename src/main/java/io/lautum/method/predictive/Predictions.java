package io.lautum.method.predictive;

import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.Map;

/** Gradients with respect to the class probabilities of the unlabelled images. */
final class Predictions {
  private Predictions() {}

  /** Returns a gradient times a factor as the gradient of a term. */
  static Map<String, double[]> gradient(TermInput input, double factor, double[] gradient) {
    double[] scaled = gradient.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return Map.of(
        TermSpec.PROBABILITIES,
        input.placed(TermSpec.PROBABILITIES, ImageGroup.UNLABELLED, scaled));
  }
}
