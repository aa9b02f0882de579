package io.lautum.config;

import java.util.List;

/**
 * The comparison of ways to train by sampling weights.
 *
 * @param optimizers names of what is compared
 * @param taus variances of a weight, each a run of every optimiser that has one
 * @param refinesStandard whether runs start from the model of {@code standard} or from random
 *     weights
 * @param forwardPasses of minibatches that a run may take, all workers together
 * @param batchSize source examples a minibatch and worker
 * @param points measurements along a run
 * @param examples source images that a measurement is made on, of the training set and as many of
 *     the test set
 */
public record SamplingConfig(
    List<String> optimizers,
    List<Double> taus,
    boolean refinesStandard,
    int forwardPasses,
    int batchSize,
    int points,
    int examples) {
  static SamplingConfig read(Section section) {
    List<String> optimizers = section.names("optimizers");
    if (optimizers.isEmpty()) {
      throw section.invalid("optimizers", "at least one optimiser");
    }
    return new SamplingConfig(
        optimizers,
        section.positives("taus", 1),
        section.oneOf("start", "standard", "random").equals("standard"),
        section.atLeast("forward-passes", 1),
        section.atLeast("batch-size", 2),
        section.atLeast("points", 1),
        section.atLeast("examples", 1));
  }
}
