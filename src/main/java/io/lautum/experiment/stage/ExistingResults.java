package io.lautum.experiment.stage;

/** The treatment of artefacts that already exist. */
public enum ExistingResults {
  /** Keep finished artefacts, restart unfinished ones. */
  RESTART_UNFINISHED,
  /** Keep finished artefacts, continue unfinished ones from their last checkpoint. */
  RESUME_UNFINISHED,
  /** Recreate all artefacts, even finished ones. */
  OVERWRITE
}
