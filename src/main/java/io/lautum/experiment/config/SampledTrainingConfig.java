package io.lautum.experiment.config;

import java.io.Serializable;

/**
 * How long sampled training goes on, and where it starts.
 *
 * @param refinesStandard whether it starts from the model of {@code standard} or from random
 *     weights
 * @param batchSize source examples a minibatch and worker
 * @param averagingInterval steps a worker between two averagings
 * @param rounds averagings in all
 */
public record SampledTrainingConfig(
    boolean refinesStandard, int batchSize, int averagingInterval, int rounds)
    implements Serializable {
  static final Key<String> START =
      Key.of(
          "start",
          KeyType.oneOf("standard", "random"),
          "standard",
          "Whether training starts from the model of the method standard or from random weights.");
  static final Key<Double> TAU =
      Key.of(
          "tau",
          KeyType.positive(),
          0.01,
          "Variance of a weight around its mean; a step is about tau times the gradient.");
  static final Key<Double> RELAXATION =
      Key.of("relaxation", KeyType.positive(), 1.0, "Factor of every step; 1 is the paper's step.");
  static final Key<Integer> BATCH_SIZE =
      Key.of("batch-size", KeyType.atLeast(2), 256, "Source examples per minibatch and worker.")
          .unit("examples");
  static final Key<Integer> AVERAGING_INTERVAL =
      Key.of(
              "averaging-interval",
              KeyType.atLeast(1),
              1,
              "Steps per worker between two averagings.")
          .unit("steps")
          .formerly("averaging-frequency");
  static final Key<Integer> ROUNDS =
      Key.of("rounds", KeyType.atLeast(1), 100, "Number of averagings.");

  static SampledTrainingConfig read(Section section) {
    return new SampledTrainingConfig(
        section.get(START).equals("standard"),
        section.get(BATCH_SIZE),
        section.get(AVERAGING_INTERVAL),
        section.get(ROUNDS));
  }
}
