package io.lautum.experiment.stage;

import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Replacement;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An artefact that has a marker of its configuration once it is finished. An artefact of another
 * configuration is replaced only if existing results are overwritten. A finished artefact stays in
 * its place until its replacement is finished.
 *
 * @param checkpoints marker of the states from which unfinished work continues; empty if it always
 *     restarts
 * @param change called before the files in the artefact's place change
 * @param work creates the artefact, from its checkpoints if there are any
 */
public record MarkedArtefact(
    String name,
    ExperimentDirectory directory,
    ArtefactMarker marker,
    Optional<ArtefactMarker> checkpoints,
    Work change,
    Production work)
    implements Artefact {
  private static final Logger LOG = LoggerFactory.getLogger(MarkedArtefact.class);

  @Override
  public Optional<Work> remaining(ExistingResults existing) throws IOException {
    boolean continues = existing == ExistingResults.RESUME_UNFINISHED;
    if (continues && hasUnfinishedReplacement() && !marker.isUpToDate()) {
      return Optional.of(() -> replace(true));
    }
    if (existing != ExistingResults.OVERWRITE && marker.checkComplete()) {
      return finished();
    }
    boolean resumed = continues && checkpoints.isPresent() && checkpoints.get().checkComplete();
    return Optional.of(() -> create(resumed));
  }

  /** Removes what an interrupted replacement of this artefact, which is finished, has left. */
  Optional<Work> finished() throws IOException {
    replacement().discard();
    return Optional.empty();
  }

  /**
   * Returns the work that creates the artefact, regardless of the configuration of an existing one.
   *
   * @param continues whether from its checkpoints if they are of this configuration
   */
  Work creation(boolean continues) throws IOException {
    if (continues && hasUnfinishedReplacement()) {
      return () -> replace(true);
    }
    boolean resumed = continues && checkpoints.isPresent() && checkpoints.get().isUpToDate();
    return () -> create(resumed);
  }

  private boolean hasUnfinishedReplacement() throws IOException {
    return checkpoints.isPresent() && checkpoints.get().in(replacement()).isUpToDate();
  }

  /**
   * Creates the artefact.
   *
   * @param resumed whether from its checkpoints; otherwise unfinished work is removed first
   */
  private void create(boolean resumed) throws IOException {
    if (!resumed && marker.exists()) {
      replace(false);
      return;
    }
    change.run();
    if (!resumed) {
      marker.clear();
      if (checkpoints.isPresent()) {
        checkpoints.get().complete();
      }
    }
    work.run(directory);
    marker.complete();
  }

  private void replace(boolean resumed) throws IOException {
    Replacement replacement = replacement();
    boolean done = false;
    try {
      if (!resumed) {
        replacement.discard();
        if (checkpoints.isPresent()) {
          checkpoints.get().in(replacement).complete();
        }
      }
      work.run(directory.in(replacement));
      marker.in(replacement).complete();
      done = true;
    } finally {
      if (!done && checkpoints.isEmpty()) {
        discard(replacement);
      }
    }
    change.run();
    replacement.moveIntoPlace(marker);
  }

  /** A storage that fails again must not hide the first failure. */
  private void discard(Replacement replacement) {
    try {
      replacement.discard();
    } catch (IOException e) {
      LOG.warn("{}: its unfinished replacement cannot be removed: {}", name, e.getMessage());
    }
  }

  private Replacement replacement() {
    return directory.replacement(marker.folder());
  }
}
