package io.lautum.method;

import io.lautum.config.PretrainConfig;
import io.lautum.network.TransferTerm;
import java.util.List;
import java.util.Optional;

/** What happens to the network before it meets the labelled target examples. */
public interface PreTransfer {
  /** The name in configuration, folders and tables. */
  String name();

  /** Whether it trains on the source at all. */
  boolean usesSource();

  /** What it adds to the source's cross-entropy, of the unlabelled target images. */
  default Optional<TransferTerm> term(PretrainConfig config) {
    return Optional.empty();
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

  /** Configuration keys of its own, on which its model depends beside those of all methods. */
  default List<String> configurationKeys() {
    return List.of();
  }
}
