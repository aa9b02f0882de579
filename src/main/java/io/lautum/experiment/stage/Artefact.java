package io.lautum.experiment.stage;

import java.io.IOException;
import java.util.Optional;

/** A result of a stage, such as a model. */
public interface Artefact {
  /** Returns the name in the log, such as {@code pretrain lautum}. */
  String name();

  /**
   * Returns the remaining work. Nothing is changed before that work runs.
   *
   * @return empty if the artefact is finished
   * @throws io.lautum.UserException if the artefact or its checkpoints were created with another
   *     configuration
   * @throws io.lautum.DataException if a marker cannot be read
   */
  Optional<Work> remaining(ExistingResults existing) throws IOException;
}
