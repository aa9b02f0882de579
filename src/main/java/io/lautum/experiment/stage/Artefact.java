package io.lautum.experiment.stage;

import java.io.IOException;
import java.util.Optional;

/** Something that a stage makes. */
public interface Artefact {
  /** The name in the log, such as {@code pretrain lautum}. */
  String name();

  /**
   * The work that is left to do. Nothing is changed before that work runs.
   *
   * @return empty if the artefact is finished
   * @throws io.lautum.UserException if the artefact or its checkpoints were made from another
   *     configuration
   * @throws io.lautum.DataException if a marker cannot be read
   */
  Optional<Work> remaining(ExistingResults existing) throws IOException;
}
