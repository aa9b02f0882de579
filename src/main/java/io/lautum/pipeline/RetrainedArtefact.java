package io.lautum.pipeline;

import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.Work;
import java.io.IOException;
import java.util.Optional;

/**
 * A model that is trained again, without {@code --overwrite}, if it was created with another
 * configuration or from other data. Unfinished work continues from its checkpoints.
 */
record RetrainedArtefact(MarkedArtefact model) implements Artefact {
  @Override
  public String name() {
    return model.name();
  }

  @Override
  public Optional<Work> remaining(ExistingResults existing) throws IOException {
    boolean overwrites = existing == ExistingResults.OVERWRITE;
    if (!overwrites && model.marker().isUpToDate()) {
      return Optional.empty();
    }
    boolean continues =
        !overwrites && model.checkpoints().isPresent() && model.checkpoints().get().isUpToDate();
    return model.remaining(
        continues ? ExistingResults.RESUME_UNFINISHED : ExistingResults.OVERWRITE);
  }
}
