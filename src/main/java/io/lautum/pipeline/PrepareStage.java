package io.lautum.pipeline;

import io.lautum.data.prepare.PrepareJob;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.training.pretrain.TermCost;
import io.lautum.training.pretrain.TrainingPlans;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
    return List.of(
        new Shards(
            new MarkedArtefact(
                "prepare",
                experiment.directory(),
                experiment.artefacts().shards(),
                Optional.empty(),
                change(),
                this::prepare)));
  }

  /** The shards. If they are finished, changes of the raw files are reported. */
  private final class Shards implements Artefact {
    private final Artefact marked;

    Shards(Artefact marked) {
      this.marked = marked;
    }

    @Override
    public String name() {
      return marked.name();
    }

    @Override
    public Optional<Work> remaining(ExistingResults existing) throws IOException {
      Optional<Work> work = marked.remaining(existing);
      if (work.isEmpty()) {
        ExperimentDirectory directory = experiment.directory();
        RawFiles.changes(
                experiment.config(), experiment.hadoop(), directory.files(), directory.shards())
            .forEach(LOG::warn);
      }
      return work;
    }
  }

  @Override
  public void start() throws IOException {
    InputPlaces.requireRelativeOnes(experiment.config(), experiment.hadoop());
    ExperimentStage.super.start();
  }

  private void prepare(ExperimentDirectory outputs) throws IOException {
    ExperimentConfig config = experiment.config();
    ExperimentDirectory directory = experiment.directory().withShards(outputs.shards());
    // Before they are read, so that a change meanwhile is noticed.
    RawFiles raw = RawFiles.of(config, experiment.hadoop());
    Manifest manifest = new PrepareJob(experiment.spark().get(), config, directory).run();
    raw.write(directory.files(), directory.shards());
    DatasetSummary source = manifest.source();
    if (source != null && source.classes().size() >= TermCost.MANY_OUTPUTS) {
      TrainingPlans plans = new TrainingPlans(config, manifest, directory.shards().toString());
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
