package io.lautum.experiment.stage;

import io.lautum.experiment.storage.ArtefactMarker;
import java.io.IOException;
import java.util.Optional;

/**
 * An artefact that has a marker of its configuration once it is finished. An artefact of another
 * configuration is replaced only if existing results are overwritten.
 *
 * @param checkpoints marker of the states from which unfinished work continues; empty if it always
 *     restarts
 * @param work creates the artefact, from its checkpoints if there are any
 */
public record MarkedArtefact(
    String name, ArtefactMarker marker, Optional<ArtefactMarker> checkpoints, Work work)
    implements Artefact {
  /** Returns an artefact without checkpoints. */
  public static MarkedArtefact of(String name, ArtefactMarker marker, Work work) {
    return new MarkedArtefact(name, marker, Optional.empty(), work);
  }

  @Override
  public Optional<Work> remaining(ExistingResults existing) throws IOException {
    if (existing != ExistingResults.OVERWRITE && marker.checkComplete()) {
      return Optional.empty();
    }
    boolean resumed =
        existing == ExistingResults.RESUME_UNFINISHED
            && checkpoints.isPresent()
            && checkpoints.get().checkComplete();
    return Optional.of(() -> make(resumed));
  }

  /**
   * Creates the artefact.
   *
   * @param resumed whether from its checkpoints; otherwise what is there is removed first
   */
  void make(boolean resumed) throws IOException {
    if (!resumed) {
      marker.clear();
      if (checkpoints.isPresent()) {
        checkpoints.get().complete();
      }
    }
    work.run();
    marker.complete();
  }
}
