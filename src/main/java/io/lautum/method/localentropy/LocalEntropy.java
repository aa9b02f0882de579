package io.lautum.method.localentropy;

import io.lautum.Text;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.method.SampledPretraining;
import io.lautum.method.entropy.LocalEntropyImportanceStep;
import io.lautum.method.entropy.LocalEntropySgldStep;
import io.lautum.method.entropy.WeightStep;

/** Training by steps on the local entropy of the source's cross-entropy (arXiv 1901.10082). */
public final class LocalEntropy extends SampledPretraining {
  private static final String NAME = "local-entropy";
  private static final Key<String> SAMPLER =
      Key.of("sampler", KeyType.oneOf("importance", "sgld"), "sgld")
          .doc(
              "Self-normalised importance sampling, with forward passes only, or stochastic"
                  + " gradient Langevin dynamics.");
  private static final Key<Integer> SAMPLES =
      Key.of("samples", KeyType.atLeast(1), 100).doc("Samples per step (sampler importance only).");
  private static final Key<Boolean> ANTITHETIC =
      Key.of("antithetic", KeyType.flag(), true)
          .doc(
              "Whether samples come in pairs x + sqrt(tau) xi, x - sqrt(tau) xi, which cancels"
                  + " sampling noise that does not depend on the loss (sampler importance only).");
  private static final Key<Integer> SGLD_STEPS =
      Key.of("sgld.steps", KeyType.atLeast(1), 20).doc("Number of steps of the chain.");
  private static final Key<Double> SGLD_STEP_SIZE =
      Key.of("sgld.step-size", KeyType.positive(), 0.2)
          .doc("Size of a step of the chain.")
          .unit("tau");
  private static final Key<Double> SGLD_NOISE =
      Key.of("sgld.noise", KeyType.between(0, 1e3), 0.01)
          .doc(
              "Factor of the Langevin noise: with 1 the chain samples the density, with less it"
                  + " stays nearer to the mode.");
  private static final Key<Integer> SGLD_BURN_IN =
      Key.of("sgld.burn-in", KeyType.atLeast(0), 5)
          .doc("Number of first steps of the chain that the average omits.")
          .unit("steps");
  private static final Key<Double> SGLD_AVERAGING_DECAY =
      Key.of("sgld.averaging-decay", KeyType.between(1e-6, 1), 1.0)
          .doc("Decay of older steps in the average; 1 gives the plain mean.");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method local-entropy: training on the local entropy -log E[exp(-f(x + sqrt(tau)"
                  + " xi))] of the cross-entropy f, by steps to the mean of the density exp(-f)"
                  + " N(x, tau); the other keys of pretrain apply only to the starting model.",
              PretrainConfig.ARTEFACTS,
              START,
              SAMPLER,
              TAU,
              RELAXATION,
              SAMPLES,
              ANTITHETIC,
              SGLD_STEPS,
              SGLD_STEP_SIZE,
              SGLD_NOISE,
              SGLD_BURN_IN,
              SGLD_AVERAGING_DECAY,
              BATCH_SIZE,
              AVERAGING_INTERVAL,
              ROUNDS)
          .forSingleMethods()
          .checkedBy(LocalEntropy::check);

  public LocalEntropy() {
    super(NAME, KEYS);
  }

  @Override
  protected WeightStep step(Section keys) {
    if (keys.get(SAMPLER).equals("importance")) {
      return new LocalEntropyImportanceStep(
          keys.get(TAU), keys.get(SAMPLES), keys.get(ANTITHETIC), keys.get(RELAXATION));
    }
    return new LocalEntropySgldStep(
        keys.get(TAU),
        keys.get(SGLD_STEPS),
        keys.get(SGLD_STEP_SIZE),
        keys.get(SGLD_NOISE),
        keys.get(SGLD_BURN_IN),
        keys.get(SGLD_AVERAGING_DECAY),
        keys.get(RELAXATION));
  }

  private static void check(Section keys) {
    if (keys.get(ANTITHETIC) && keys.get(SAMPLES) % 2 != 0) {
      throw keys.invalid(SAMPLES, "an even number, as antithetic is true");
    }
    int steps = keys.get(SGLD_STEPS);
    if (keys.get(SGLD_BURN_IN) >= steps) {
      throw keys.invalid(SGLD_BURN_IN, Text.format("fewer than the %d steps of the chain", steps));
    }
  }
}
