package io.lautum.config;

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
        section.oneOf("gradient", "free", "back-propagated").equals("back-propagated"),
        section.positive("tau"),
        section.positive("relaxation"),
        section.atLeast("iterations", 1),
        section.atLeast("samples", 1),
        section.between("gain", 1e-6, 1),
        section.between("gain-exponent", 0.501, 1));
  }
}
