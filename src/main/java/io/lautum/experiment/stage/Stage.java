package io.lautum.experiment.stage;

import java.io.IOException;
import java.util.List;

/**
 * A stage of an experiment: it requires finished artefacts, creates others and has a result. {@link
 * StageRunner} runs it.
 *
 * @param <R> immutable record of the result
 */
public interface Stage<R> {
  /** Returns the artefacts that must be finished before this stage. */
  List<Requirement> requirements() throws IOException;

  /** Returns the artefacts that this stage creates, in order. */
  List<Artefact> artefacts() throws IOException;

  /**
   * Begins the work, before the first artefact is created; not called if all are finished. Starts
   * and checks everything that the work needs before it changes anything.
   */
  void begin() throws IOException;

  /**
   * Records the time that it took to create an artefact.
   *
   * @param artefact name of the artefact
   * @param began start, as written by {@link io.lautum.experiment.storage.Timestamp}
   */
  default void took(String artefact, String began, double seconds) throws IOException {}

  /** Returns the result, once all artefacts are finished. */
  R result() throws IOException;
}
