package io.lautum.pipeline;

import io.lautum.data.prepare.PrepareJob;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.method.PreTransfer;
import io.lautum.training.pretrain.TermCost;
import io.lautum.training.pretrain.TrainingPlans;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the shards. */
record PrepareStage(ExperimentContext experiment) implements ExperimentStage<Manifest> {
  private static final Logger LOG = LoggerFactory.getLogger(PrepareStage.class);

  @Override
  public List<Requirement> requirements() {
    return List.of();
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    return List.of(MarkedArtefact.of("prepare", experiment.artefacts().shards(), this::prepare));
  }

  @Override
  public void start() throws IOException {
    InputPlaces.requireRelativeOnes(experiment.config(), experiment.hadoop());
    ExperimentStage.super.start();
  }

  private void prepare() throws IOException {
    ExperimentConfig config = experiment.config();
    Manifest manifest =
        new PrepareJob(experiment.spark().get(), config, experiment.directory()).run();
    Manifest.Domain source = manifest.source();
    if (source != null && source.classes().size() >= TermCost.MANY_OUTPUTS) {
      TrainingPlans plans =
          new TrainingPlans(config, manifest, experiment.directory().shards().toString());
      for (PreTransfer method : Methods.of(config).pretrained()) {
        plans.costs(method).forEach(cost -> LOG.warn("pretrain {}: {}", method.name(), cost));
      }
    }
  }

  @Override
  public Manifest result() throws IOException {
    return Manifest.read(experiment.directory().files(), experiment.directory().shards());
  }
}
