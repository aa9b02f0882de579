package io.lautum.method.heat;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.method.SampledPretraining;
import io.lautum.method.entropy.HeatStep;
import io.lautum.method.entropy.SmoothedGradient;
import io.lautum.method.entropy.WeightStep;

/** Training by steps on the heat-regularised cross-entropy of the source (arXiv 1901.10082). */
public final class Heat extends SampledPretraining {
  private static final String NAME = "heat";
  private static final Key<String> GRADIENT =
      Key.of("gradient", KeyType.oneOf("zeroth-order", "back-propagated"), "back-propagated")
          .doc(
              "Whether the expectation is estimated from losses at antithetic pairs, with forward"
                  + " passes only, or from back-propagated gradients.")
          .formerValue("free", "zeroth-order");
  private static final Key<Integer> ITERATIONS =
      Key.of("iterations", KeyType.atLeast(1), 5).doc("Iterations of Robbins-Monro per step.");
  private static final Key<Integer> SAMPLES =
      Key.of("samples", KeyType.atLeast(1), 4)
          .doc(
              "Samples of xi per iteration; each takes two forward passes if gradient ="
                  + " zeroth-order.");
  private static final Key<Double> GAIN =
      Key.of("gain", KeyType.between(1e-6, 1), 1.0)
          .doc(
              "First step size of Robbins-Monro; step j has the size gain / (1 +"
                  + " j)^gain-exponent.");
  private static final Key<Double> GAIN_EXPONENT =
      Key.of("gain-exponent", KeyType.between(0.501, 1), 1.0)
          .doc("Exponent of the decrease of the step size.");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method heat: training on the heat-regularised cross-entropy"
                  + " E[f(x + sqrt(tau) xi)], by steps that solve x' = x - tau E[grad f(x' +"
                  + " sqrt(tau) xi)] with Robbins-Monro.",
              PretrainConfig.ARTEFACTS,
              START,
              GRADIENT,
              TAU,
              RELAXATION,
              ITERATIONS,
              SAMPLES,
              GAIN,
              GAIN_EXPONENT,
              BATCH_SIZE,
              AVERAGING_INTERVAL,
              ROUNDS)
          .forSingleMethods();

  public Heat() {
    super(NAME, KEYS);
  }

  @Override
  protected WeightStep step(Section keys) {
    return new HeatStep(
        keys.get(TAU),
        keys.get(ITERATIONS),
        keys.get(SAMPLES),
        keys.get(GRADIENT).equals("back-propagated")
            ? SmoothedGradient.BACK_PROPAGATED
            : SmoothedGradient.ZEROTH_ORDER,
        keys.get(GAIN),
        keys.get(GAIN_EXPONENT),
        keys.get(RELAXATION));
  }
}
