package io.lautum.experiment.stage;

import io.lautum.experiment.storage.ArtefactMarker;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An artefact that is replaced without asking if it was made from another configuration, because it
 * costs little and everything that it is computed from stays.
 *
 * @param file without which the artefact is not finished, besides its marker
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
