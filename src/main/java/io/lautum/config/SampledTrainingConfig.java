package io.lautum.config;

import java.io.Serializable;

/**
 * How long sampled training goes on, and where it starts.
 *
 * @param refinesStandard whether it starts from the model of {@code standard} or from random
 *     weights
 * @param batchSize source examples a minibatch and worker
 * @param averagingFrequency steps a worker between two averagings
 * @param rounds averagings in all
 */
public record SampledTrainingConfig(
    boolean refinesStandard, int batchSize, int averagingFrequency, int rounds)
    implements Serializable {
  static SampledTrainingConfig read(Section section) {
    return new SampledTrainingConfig(
        section.oneOf("start", "standard", "random").equals("standard"),
        section.atLeast("batch-size", 2),
        section.atLeast("averaging-frequency", 1),
        section.atLeast("rounds", 1));
  }
}
