package io.lautum.experiment.config;

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
  private static final Key<String> SAMPLER =
      Key.of(
          "sampler",
          KeyType.oneOf("importance", "sgld"),
          "sgld",
          "Self-normalised importance sampling, with forward passes only, or stochastic gradient"
              + " Langevin dynamics.");
  private static final Key<Integer> SAMPLES =
      Key.of("samples", KeyType.atLeast(1), 100, "Samples per step (sampler importance only).");
  private static final Key<Boolean> ANTITHETIC =
      Key.of(
          "antithetic",
          KeyType.flag(),
          true,
          "Whether samples come in pairs x + sqrt(tau) xi, x - sqrt(tau) xi, which cancels sampling"
              + " noise that has nothing to do with the loss (sampler importance only).");

  /** The keys of the method {@code local-entropy}. */
  public static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain.local-entropy",
              "The method local-entropy: training on the local entropy -log E[exp(-f(x + sqrt(tau)"
                  + " xi))] of the cross-entropy f, by steps to the mean of the density exp(-f)"
                  + " N(x, tau); the other keys of pretrain apply only to the model that it starts"
                  + " from.",
              PretrainConfig.ARTEFACTS,
              SampledTrainingConfig.START,
              SAMPLER,
              SampledTrainingConfig.TAU,
              SampledTrainingConfig.RELAXATION,
              SAMPLES,
              ANTITHETIC,
              Sgld.STEPS,
              Sgld.STEP_SIZE,
              Sgld.NOISE,
              Sgld.BURN_IN,
              Sgld.AVERAGING_DECAY,
              SampledTrainingConfig.BATCH_SIZE,
              SampledTrainingConfig.AVERAGING_INTERVAL,
              SampledTrainingConfig.ROUNDS)
          .forSingleMethods();

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
    private static final Key<Integer> STEPS =
        Key.of("sgld.steps", KeyType.atLeast(1), 20, "Steps of the chain.");
    private static final Key<Double> STEP_SIZE =
        Key.of("sgld.step-size", KeyType.positive(), 0.2, "Size of a step of the chain.")
            .unit("tau");
    private static final Key<Double> NOISE =
        Key.of(
            "sgld.noise",
            KeyType.between(0, 1e3),
            0.01,
            "Factor of the Langevin noise: 1 samples the density, a smaller one stays nearer to its"
                + " mode.");
    private static final Key<Integer> BURN_IN =
        Key.of(
                "sgld.burn-in",
                KeyType.atLeast(0),
                5,
                "First steps of the chain that the average leaves out.")
            .unit("steps");
    private static final Key<Double> AVERAGING_DECAY =
        Key.of(
            "sgld.averaging-decay",
            KeyType.between(1e-6, 1),
            1.0,
            "Decay of older steps in the average; 1 gives the plain mean.");

    private static Sgld read(Section section) {
      int steps = section.get(STEPS);
      int burnIn = section.get(BURN_IN);
      if (burnIn >= steps) {
        throw section.invalid(BURN_IN, "fewer than the %d steps of the chain".formatted(steps));
      }
      return new Sgld(
          steps, section.get(STEP_SIZE), section.get(NOISE), burnIn, section.get(AVERAGING_DECAY));
    }
  }

  static LocalEntropyConfig read(Section section) {
    int samples = section.get(SAMPLES);
    boolean antithetic = section.get(ANTITHETIC);
    if (antithetic && samples % 2 != 0) {
      throw section.invalid(SAMPLES, "an even number, as antithetic is true");
    }
    return new LocalEntropyConfig(
        SampledTrainingConfig.read(section),
        section.get(SAMPLER),
        section.get(SampledTrainingConfig.TAU),
        section.get(SampledTrainingConfig.RELAXATION),
        samples,
        antithetic,
        Sgld.read(section));
  }
}
