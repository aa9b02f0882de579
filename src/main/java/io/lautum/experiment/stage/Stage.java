package io.lautum.experiment.stage;

import java.io.IOException;
import java.util.List;

/**
 * A stage of an experiment: it starts from finished artefacts, makes others and has a result.
 * {@link StageRunner} runs it.
 *
 * @param <R> an immutable record of what is there after the stage
 */
public interface Stage<R> {
  /** The artefacts that must be finished before this stage. */
  List<Requirement> requirements() throws IOException;

  /** The artefacts that this stage makes, in the order in which it makes them. */
  List<Artefact> artefacts() throws IOException;

  /**
   * Begins the work, before the first artefact that is made; not called if all are finished. Starts
   * and checks whatever the work needs before it changes anything.
   */
  void begin() throws IOException;

  /**
   * Records how long it took to make an artefact.
   *
   * @param artefact name of the artefact
   * @param began as {@link io.lautum.experiment.storage.Timestamp} writes it
   */
  default void took(String artefact, String began, double seconds) throws IOException {}

  /** The result, once all artefacts are finished. */
  R result() throws IOException;
}
