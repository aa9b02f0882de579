package io.lautum.pipeline;

import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.ParallelArtefacts;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.training.finetune.FineTuneJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Fine-tunes every method, number of labels and draw. Several models are trained simultaneously, on
 * all cores of the driver or in all slots of the executors, because the networks are too small to
 * benefit from several threads each.
 */
final class FineTuneStage implements ExperimentStage<Models> {
  private final ExperimentContext experiment;
  private final Artefacts artefacts;
  private final Methods methods;
  private final List<FineTuning> tunings;
  private FineTuneJob job;

  FineTuneStage(ExperimentContext experiment, Methods methods) {
    this.experiment = experiment;
    this.artefacts = experiment.artefacts();
    this.methods = methods;
    this.tunings = FineTuning.all(experiment.config(), methods);
  }

  @Override
  public ExperimentContext experiment() {
    return experiment;
  }

  /**
   * Checks that there are enough labelled examples for the experiment.
   *
   * @throws io.lautum.UserException if the shards are missing
   * @throws io.lautum.DataException if there are fewer examples
   */
  void requireLabels() throws IOException {
    shards().check();
    start();
  }

  private Requirement shards() {
    return new Requirement(artefacts.shards(), "prepare");
  }

  @Override
  public List<Requirement> requirements() throws IOException {
    List<Requirement> requirements = new ArrayList<>(List.of(shards()));
    requirements.addAll(methods.pretrainedModels(artefacts));
    return requirements;
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    List<Artefact> models = new ArrayList<>();
    for (FineTuning tuning : tunings) {
      ArtefactMarker marker = artefacts.finetuned(tuning.method(), tuning.labels(), tuning.draw());
      models.add(
          MarkedArtefact.of(
              tuning.toString(),
              marker,
              () -> job.run(tuning.method(), tuning.labels(), tuning.draw())));
    }
    // Spark queues the models that wait for a slot.
    int threads =
        experiment.config().finetune().onExecutors()
            ? Math.max(1, models.size())
            : Runtime.getRuntime().availableProcessors();
    return List.of(new ParallelArtefacts("finetune", models, threads));
  }

  @Override
  public void start() throws IOException {
    job =
        new FineTuneJob(
            experiment.config(), experiment.directory(), experiment.hadoop(), experiment.spark());
    experiment.config().labels().forEach(job::require);
  }

  @Override
  public Models result() {
    Map<String, Path> models = new LinkedHashMap<>();
    for (FineTuning tuning : tunings) {
      Path folder =
          experiment.directory().finetuned(tuning.method().name(), tuning.labels(), tuning.draw());
      models.put(tuning.toString(), ExperimentDirectory.model(folder));
    }
    return new Models(models);
  }
}
