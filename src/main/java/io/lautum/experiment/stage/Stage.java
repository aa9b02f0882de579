package io.lautum.experiment.stage;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

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
   * Records what it took to create an artefact.
   *
   * @param artefact name of the artefact
   */
  default void took(String artefact, Cost cost) throws IOException {}

  /**
   * What it took to create an artefact.
   *
   * @param began start, as written by {@link io.lautum.experiment.storage.Timestamp}
   * @param seconds wall time
   * @param peakMemory largest resident memory of this process meanwhile, in bytes; empty if the
   *     system does not tell it
   */
  record Cost(String began, double seconds, OptionalLong peakMemory) {}

  /** Returns the result, once all artefacts are finished. */
  R result() throws IOException;
}
