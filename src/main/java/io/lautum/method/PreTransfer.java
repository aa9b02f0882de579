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

  /** What the term measures, if there is one. */
  default Optional<Measure> measure() {
    return Optional.empty();
  }

  /** Configuration keys of its own, on which its model depends beside those of all methods. */
  default List<String> configurationKeys() {
    return List.of();
  }
}
