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
 * @param file file that, besides the marker, must exist for the artefact to be finished
 */
public record ReplaceableArtefact(
    String name, ArtefactMarker marker, FileSystem files, Path file, Work work)
    implements Artefact {
  @Override
  public Optional<Work> remaining(ExistingResults existing) throws IOException {
    boolean complete =
        existing != ExistingResults.OVERWRITE && marker.isUpToDate() && files.exists(file);
    return complete ? Optional.empty() : Optional.of(this::make);
  }

  private void make() throws IOException {
    marker.clear();
    work.run();
    marker.complete();
  }
}
