package io.lautum.method;

import io.lautum.UserException;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.SampledTrainingConfig;
import java.util.List;
import java.util.Optional;

/**
 * Sampled training on the source, from random weights or from those of {@code standard}: its cost
 * is such that refining is what it is of most use for (García Trillos, Kaplan &amp; Sanz-Alonso
 * 2019).
 */
public abstract class Refinement implements PreTransfer {
  private final String name;
  private final KeyGroup keys;

  /**
   * @param keys of this method
   */
  protected Refinement(String name, KeyGroup keys) {
    this.name = name;
    this.keys = keys;
  }

  protected abstract SampledTraining training(PretrainConfig config);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean usesSource() {
    return true;
  }

  @Override
  public final Optional<SampledTraining> sampling(PretrainConfig config) {
    return Optional.of(training(config));
  }

  @Override
  public final Optional<PreTransfer> refined(PretrainConfig config) {
    SampledTrainingConfig schedule = training(config).schedule();
    return schedule.refinesStandard() ? Optional.of(new Standard()) : Optional.empty();
  }

  @Override
  public final List<KeyGroup> configurationKeys() {
    return List.of(keys);
  }

  @Override
  public final void require(PretrainConfig config) {
    if (!config.trainer().equals("averaging")) {
      throw new UserException(
          "pretrain.trainer = %s: it cannot train %s; set it to averaging, or take %s out of methods"
              .formatted(config.trainer(), name, name));
    }
    if (!config.regularization().isNone()) {
      throw new UserException(
          "pretrain.regularization: %s samples the cross-entropy alone; set all its weights to 0, or take %s out of methods"
              .formatted(name, name));
    }
  }
}
