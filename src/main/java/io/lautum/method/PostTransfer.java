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
   * Returns the term that it adds to the labelled examples' cross-entropy (arXiv 1904.01670, eq.
   * 3), computed from the labelled and the unlabelled target images; a new one for each model.
   *
   * @param examples number of the labelled examples and all unlabelled ones
   * @param classes number of target classes
   * @param epoch steps per pass over the unlabelled images, possibly not a whole number
   */
  default Optional<SelfEnsembling> selfEnsembling(
      FineTuneConfig config, int examples, int classes, double epoch) {
    return Optional.empty();
  }

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
