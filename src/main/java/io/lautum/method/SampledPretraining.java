package io.lautum.method;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.method.entropy.WeightStep;
import java.util.Optional;

/**
 * Sampled training on the source (arXiv 1901.10082), from random weights or from those of {@code
 * standard}. The paper recommends starting from a trained network, because a step is expensive.
 */
public abstract class SampledPretraining extends SourceTraining {
  protected static final Key<String> START =
      Key.of("start", KeyType.oneOf("standard", "random"), "standard")
          .doc(
              "Whether training starts from the model of the method standard or from random"
                  + " weights.");
  protected static final Key<Double> TAU =
      Key.of("tau", KeyType.positive(), 0.01)
          .doc("Variance of a weight around its mean; a step is about tau times the gradient.");
  protected static final Key<Double> RELAXATION =
      Key.of("relaxation", KeyType.positive(), 1.0)
          .doc("Factor of every step; 1 is the paper's step.");
  protected static final Key<Integer> BATCH_SIZE =
      Key.of("batch-size", KeyType.atLeast(2), 256)
          .doc("Source examples per minibatch and worker.")
          .unit("examples");
  protected static final Key<Integer> AVERAGING_INTERVAL =
      Key.of("averaging-interval", KeyType.atLeast(1), 1)
          .doc("Steps per worker between two averagings.")
          .unit("steps")
          .formerly("averaging-frequency");
  protected static final Key<Integer> ROUNDS =
      Key.of("rounds", KeyType.atLeast(1), 100).doc("Number of averagings.");

  /**
   * @param name name of the method and of its block in {@code pretrain}
   * @param keys keys of the block
   */
  protected SampledPretraining(String name, KeyGroup keys) {
    super(name, keys);
  }

  /** Returns the step that the block of this method describes. */
  protected abstract WeightStep step(Section keys);

  @Override
  public final Optional<SampledTraining> sampling(PretrainConfig config) {
    Section keys = config.section().at(name());
    return Optional.of(
        new SampledTraining(
            step(keys), keys.get(BATCH_SIZE), keys.get(AVERAGING_INTERVAL), keys.get(ROUNDS)));
  }

  @Override
  public final Optional<PreTransfer> startingMethod(PretrainConfig config) {
    boolean fromStandard = config.section().at(name()).get(START).equals("standard");
    return fromStandard ? Optional.of(new Standard()) : Optional.empty();
  }

  @Override
  public final void require(PretrainConfig config) {
    if (!config.trainer().equals("averaging")) {
      throw new UserException(
          Text.format(
              "pretrain.trainer = %s: cannot train method %s; set it to averaging, or remove %s"
                  + " from methods",
              config.trainer(), name(), name()));
    }
    if (!config.regularization().isNone()) {
      throw new UserException(
          Text.format(
              "pretrain.regularization: method %s does not support it; set all its weights to 0, or"
                  + " remove %s from methods",
              name(), name()));
    }
  }
}
