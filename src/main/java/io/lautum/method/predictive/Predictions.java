package io.lautum.method.predictive;

import io.lautum.network.loss.Gradients;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.Map;

/** Gradients with respect to the class probabilities of the unlabelled images. */
final class Predictions {
  private Predictions() {}

  /** Returns a gradient times a factor as the gradient of a term. */
  static Map<String, double[]> gradient(TermInput input, double factor, double[] gradient) {
    return Map.of(
        TermSpec.PROBABILITIES,
        input.placed(
            TermSpec.PROBABILITIES, ImageGroup.UNLABELLED, Gradients.scaled(gradient, factor)));
  }
}
