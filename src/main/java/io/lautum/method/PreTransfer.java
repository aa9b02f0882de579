package io.lautum.method;

import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.network.loss.TermSpec;
import java.util.List;
import java.util.Optional;

/** The training of the network before it sees the labelled target examples. */
public interface PreTransfer {
  /** Returns the name in configuration, folders and tables. */
  String name();

  /** Returns whether it trains on the source. */
  boolean usesSource();

  /**
   * Returns the terms that it adds to the source's cross-entropy, on source images and unlabelled
   * target images.
   *
   * @param config keys of pre-training; {@code config.section()} has those of this method
   * @param steps number of minibatches of the whole training
   */
  default List<TermSpec> terms(PretrainConfig config, int steps) {
    return List.of();
  }

  /** Returns whether source images are augmented like strong views, and not as configured. */
  default boolean augmentsSourceStrongly() {
    return false;
  }

  /** Returns the metrics of the terms, in the order in which logs and reports show them. */
  default List<Metric> metrics() {
    return List.of();
  }

  /** Returns how it trains, if not by back-propagation and an optimiser. */
  default Optional<SampledTraining> sampling(PretrainConfig config) {
    return Optional.empty();
  }

  /** Returns the method from whose model it starts; without one it starts from random weights. */
  default Optional<PreTransfer> startingMethod(PretrainConfig config) {
    return Optional.empty();
  }

  /**
   * Checks that this method supports the values of the keys that concern all methods.
   *
   * @throws io.lautum.UserException if it does not support a value
   */
  default void require(PretrainConfig config) {}

  /**
   * Returns the names of the methods among which this one chooses, the simplest first; empty if it
   * trains itself.
   *
   * @throws io.lautum.UserException if the configured names are not allowed
   */
  default List<String> candidates(FineTuneConfig config) {
    return List.of();
  }

  /** Returns the groups of keys of single methods that its model depends on. */
  default List<KeyGroup> configurationKeys() {
    return List.of();
  }
}
