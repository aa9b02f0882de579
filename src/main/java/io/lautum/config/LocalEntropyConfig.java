package io.lautum.config;

import java.io.Serializable;

/**
 * Training on the local entropy of the source's cross-entropy.
 *
 * @param training its length and start
 * @param sampler {@code importance} or {@code sgld}
 * @param tau variance of a weight around its mean
 * @param relaxation factor of every step
 * @param samples importance samples a step
 * @param antithetic whether they come in pairs
 * @param sgld the chain of the other sampler
 */
public record LocalEntropyConfig(
    SampledTrainingConfig training,
    String sampler,
    double tau,
    double relaxation,
    int samples,
    boolean antithetic,
    Sgld sgld)
    implements Serializable {
  /** The same by another sampler. */
  public LocalEntropyConfig with(
      SampledTrainingConfig newTraining, String newSampler, double newTau) {
    return new LocalEntropyConfig(
        newTraining, newSampler, newTau, relaxation, samples, antithetic, sgld);
  }

  /**
   * Stochastic gradient Langevin dynamics.
   *
   * @param steps of the chain
   * @param stepSize in units of tau
   * @param noise factor of the Langevin noise
   * @param burnIn first steps that the average leaves out
   * @param averagingDecay of older steps in the average; 1 is the plain mean
   */
  public record Sgld(int steps, double stepSize, double noise, int burnIn, double averagingDecay)
      implements Serializable {
    private static Sgld read(Section section) {
      int steps = section.atLeast("steps", 1);
      int burnIn = section.atLeast("burn-in", 0);
      if (burnIn >= steps) {
        throw section.invalid("burn-in", "fewer than the %d steps of the chain".formatted(steps));
      }
      return new Sgld(
          steps,
          section.positive("step-size"),
          section.between("noise", 0, 1e3),
          burnIn,
          section.between("averaging-decay", 1e-6, 1));
    }
  }

  static LocalEntropyConfig read(Section section) {
    int samples = section.atLeast("samples", 1);
    boolean antithetic = section.flag("antithetic");
    if (antithetic && samples % 2 != 0) {
      throw section.invalid("samples", "an even number, as antithetic is true");
    }
    return new LocalEntropyConfig(
        SampledTrainingConfig.read(section),
        section.oneOf("sampler", "importance", "sgld"),
        section.positive("tau"),
        section.positive("relaxation"),
        samples,
        antithetic,
        Sgld.read(section.at("sgld")));
  }
}
