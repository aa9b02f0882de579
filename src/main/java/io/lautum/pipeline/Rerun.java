package io.lautum.pipeline;

/** What a stage does with artefacts that are already there. */
public enum Rerun {
  /** Keep what is finished, start anew what is not. */
  COMPLETE,
  /** Keep what is finished, continue what is not from its last checkpoint. */
  RESUME,
  /** Make everything again. */
  OVERWRITE
}
