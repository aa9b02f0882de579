package io.lautum.method;

import io.lautum.experiment.config.FinetuneConfig;
import io.lautum.experiment.config.KeyGroup;
import java.util.List;
import java.util.Optional;

/** How the network learns from the labelled target examples. */
public interface PostTransfer {
  /** The name in configuration, folders and tables. */
  String name();

  /**
   * What it adds to the labelled examples' cross-entropy (arXiv 1904.01670, eq. 3), of these and of
   * the unlabelled target images; a new one for each model.
   *
   * @param examples that it will be asked of: the labelled ones, then all unlabelled ones
   * @param classes of the target
   * @param epoch steps that a pass over the unlabelled images takes, possibly not a whole number
   */
  default Optional<SelfEnsembling> selfEnsembling(
      FinetuneConfig config, int examples, int classes, double epoch) {
    return Optional.empty();
  }

  /** The metrics of its term, in the order in which the report shows them. */
  default List<Metric> metrics() {
    return List.of();
  }

  /** Whether it sees the unlabelled target images. */
  default boolean usesUnlabelled() {
    return false;
  }

  /** Returns the groups of keys of single methods that its model depends on. */
  default List<KeyGroup> configurationKeys() {
    return List.of();
  }
}
