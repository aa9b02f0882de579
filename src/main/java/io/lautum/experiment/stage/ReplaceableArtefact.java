package io.lautum.experiment.stage;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * An artefact that is replaced without {@code --overwrite} if it was created with another
 * configuration or from other data. Unfinished work continues from its checkpoints, unless results
 * are overwritten.
 *
 * @param file file that, besides the marker, must exist for the artefact to be finished
 */
public record ReplaceableArtefact(MarkedArtefact artefact, Path file) implements Artefact {
  @Override
  public String name() {
    return artefact.name();
  }

  @Override
  public Optional<Work> remaining(ExistingResults existing) throws IOException {
    boolean overwrites = existing == ExistingResults.OVERWRITE;
    if (!overwrites
        && artefact.marker().isUpToDate()
        && artefact.directory().files().exists(file)) {
      return artefact.finished();
    }
    return Optional.of(artefact.creation(!overwrites));
  }
}
