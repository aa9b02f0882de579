package io.lautum.method;

import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.network.loss.TermSpec;
import java.util.List;
import java.util.Optional;

/** What happens to the network before it meets the labelled target examples. */
public interface PreTransfer {
  /** The name in configuration, folders and tables. */
  String name();

  /** Whether it trains on the source at all. */
  boolean usesSource();

  /**
   * The terms that it adds to the source's cross-entropy, of source images and unlabelled target
   * images.
   *
   * @param steps number of minibatches of the whole training
   */
  default List<TermSpec> terms(PretrainConfig config, int steps) {
    return List.of();
  }

  /** The metrics of the term, in the order in which logs and reports show them. */
  default List<Metric> metrics() {
    return List.of();
  }

  /** How it trains, if not by back-propagation and an updater. */
  default Optional<SampledTraining> sampling(PretrainConfig config) {
    return Optional.empty();
  }

  /** The method from whose model it starts; without one, from random weights. */
  default Optional<PreTransfer> refined(PretrainConfig config) {
    return Optional.empty();
  }

  /**
   * Checks what the configuration of all methods must be for this one.
   *
   * @throws io.lautum.UserException if the method cannot train with it
   */
  default void require(PretrainConfig config) {}

  /** Returns the groups of keys of single methods that its model depends on. */
  default List<KeyGroup> configurationKeys() {
    return List.of();
  }
}
