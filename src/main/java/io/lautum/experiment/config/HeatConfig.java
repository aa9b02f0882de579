package io.lautum.experiment.config;

import java.io.Serializable;

/**
 * Training on the heat-regularised cross-entropy of the source.
 *
 * @param training its length and start
 * @param backPropagated whether gradients are back-propagated or estimated from losses alone
 * @param tau variance of a weight around its mean
 * @param relaxation factor of every step
 * @param iterations of Robbins-Monro a step
 * @param samples draws an iteration
 * @param gain first step size of Robbins-Monro
 * @param gainExponent of its decrease
 */
public record HeatConfig(
    SampledTrainingConfig training,
    boolean backPropagated,
    double tau,
    double relaxation,
    int iterations,
    int samples,
    double gain,
    double gainExponent)
    implements Serializable {
  private static final Key<String> GRADIENT =
      Key.of(
              "gradient",
              KeyType.oneOf("zeroth-order", "back-propagated"),
              "back-propagated",
              "Whether the expectation is estimated from losses at antithetic pairs, with forward"
                  + " passes only, or from back-propagated gradients.")
          .formerValue("free", "zeroth-order");
  private static final Key<Integer> ITERATIONS =
      Key.of("iterations", KeyType.atLeast(1), 5, "Iterations of Robbins-Monro per step.");
  private static final Key<Integer> SAMPLES =
      Key.of(
          "samples",
          KeyType.atLeast(1),
          4,
          "Samples of xi per iteration; each takes two forward passes if gradient = zeroth-order.");
  private static final Key<Double> GAIN =
      Key.of(
          "gain",
          KeyType.between(1e-6, 1),
          1.0,
          "First step size of Robbins-Monro, whose step sizes are gain / (1 + j)^gain-exponent.");
  private static final Key<Double> GAIN_EXPONENT =
      Key.of(
          "gain-exponent",
          KeyType.between(0.501, 1),
          1.0,
          "Exponent with which the gain decreases.");

  /** The keys of the method {@code heat}. */
  public static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain.heat",
              "The method heat: training on the heat-regularised cross-entropy"
                  + " E[f(x + sqrt(tau) xi)], by steps that solve x' = x - tau E[grad f(x' +"
                  + " sqrt(tau) xi)] with Robbins-Monro.",
              PretrainConfig.ARTEFACTS,
              SampledTrainingConfig.START,
              GRADIENT,
              SampledTrainingConfig.TAU,
              SampledTrainingConfig.RELAXATION,
              ITERATIONS,
              SAMPLES,
              GAIN,
              GAIN_EXPONENT,
              SampledTrainingConfig.BATCH_SIZE,
              SampledTrainingConfig.AVERAGING_INTERVAL,
              SampledTrainingConfig.ROUNDS)
          .forSingleMethods();

  /** The same with another estimate of gradients. */
  public HeatConfig with(
      SampledTrainingConfig newTraining, boolean newBackPropagated, double newTau) {
    return new HeatConfig(
        newTraining,
        newBackPropagated,
        newTau,
        relaxation,
        iterations,
        samples,
        gain,
        gainExponent);
  }

  static HeatConfig read(Section section) {
    return new HeatConfig(
        SampledTrainingConfig.read(section),
        section.get(GRADIENT).equals("back-propagated"),
        section.get(SampledTrainingConfig.TAU),
        section.get(SampledTrainingConfig.RELAXATION),
        section.get(ITERATIONS),
        section.get(SAMPLES),
        section.get(GAIN),
        section.get(GAIN_EXPONENT));
  }
}
