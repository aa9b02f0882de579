package io.lautum.method;

import io.lautum.experiment.config.FineTuneConfig;
import java.util.List;

/**
 * A transfer method: the stage before the network sees the labelled target examples, and the stage
 * that trains on them.
 */
public record TransferMethod(PreTransfer before, PostTransfer after) {
  static final String SEPARATOR = "+";

  /** Returns the name in folders and tables, without the second stage if it is fine-tuning. */
  public String name() {
    return after instanceof FineTune ? before.name() : before.name() + SEPARATOR + after.name();
  }

  /** Returns whether fine-tuning needs unlabelled target images. */
  public boolean finetunesWithUnlabelled(FineTuneConfig config) {
    return after.usesUnlabelled() || config.usesUnlabelled();
  }

  /**
   * Returns the methods among which this one chooses, the simplest first; empty if it trains
   * itself.
   *
   * @param hasSource whether there is a source; without one, methods that need it are left out
   * @throws io.lautum.UserException if a configured method does not exist
   */
  public List<TransferMethod> candidates(FineTuneConfig config, boolean hasSource) {
    return before.candidates(config).stream()
        .map(TransferMethods::named)
        .distinct()
        .filter(method -> hasSource || !method.before().needsSource())
        .toList();
  }
}
