package io.lautum.pipeline;

import io.lautum.data.prepare.PrepareJob;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.Requirement;
import java.io.IOException;
import java.util.List;

/** Creates the shards. */
record PrepareStage(ExperimentContext experiment) implements ExperimentStage<Manifest> {
  @Override
  public List<Requirement> requirements() {
    return List.of();
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    return List.of(
        MarkedArtefact.of(
            "prepare",
            experiment.artefacts().shards(),
            () ->
                new PrepareJob(
                        experiment.spark().get(), experiment.config(), experiment.directory())
                    .run()));
  }

  @Override
  public Manifest result() throws IOException {
    return Manifest.read(experiment.directory().files(), experiment.directory().shards());
  }
}
