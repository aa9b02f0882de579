package io.lautum.method;

import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.KeyGroup;
import java.util.List;
import java.util.Optional;

/** The training of the network on the labelled target examples. */
public interface PostTransfer {
  /** Returns the name in configuration, folders and tables. */
  String name();

  /**
   * Returns how it learns from the unlabelled target images besides the labelled examples'
   * cross-entropy (arXiv 1904.01670, eq. 3); a new object for each model.
   */
  default Optional<SemiSupervision> semiSupervision(FineTuneConfig config, TargetCounts target) {
    return Optional.empty();
  }

  /**
   * Checks that this stage supports the values of the keys that concern all methods.
   *
   * @throws io.lautum.UserException if it does not support a value
   */
  default void require(FineTuneConfig config) {}

  /** Returns the metrics of its term, in the order in which the report shows them. */
  default List<Metric> metrics() {
    return List.of();
  }

  /** Returns whether it sees the unlabelled target images. */
  default boolean usesUnlabelled() {
    return false;
  }

  /** Returns the groups of keys of single methods that its model depends on. */
  default List<KeyGroup> configurationKeys() {
    return List.of();
  }
}
