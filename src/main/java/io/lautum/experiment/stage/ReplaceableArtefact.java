package io.lautum.experiment.stage;

import io.lautum.experiment.storage.ArtefactMarker;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An artefact that is replaced without {@code --overwrite} if it was created with another
 * configuration, because it costs little and its inputs are kept.
 *
 * @param checkpoints marker of the states from which unfinished work continues, unless results are
 *     overwritten; empty if it always restarts
 * @param file file that, besides the marker, must exist for the artefact to be finished
 */
public record ReplaceableArtefact(
    String name,
    ArtefactMarker marker,
    Optional<ArtefactMarker> checkpoints,
    FileSystem files,
    Path file,
    Work work)
    implements Artefact {
  /** Creates an artefact without checkpoints. */
  public ReplaceableArtefact(
      String name, ArtefactMarker marker, FileSystem files, Path file, Work work) {
    this(name, marker, Optional.empty(), files, file, work);
  }

  @Override
  public Optional<Work> remaining(ExistingResults existing) throws IOException {
    boolean overwrites = existing == ExistingResults.OVERWRITE;
    if (!overwrites && marker.isUpToDate() && files.exists(file)) {
      return Optional.empty();
    }
    boolean resumed = !overwrites && checkpoints.isPresent() && checkpoints.get().isUpToDate();
    return Optional.of(() -> new MarkedArtefact(name, marker, checkpoints, work).make(resumed));
  }
}
