package io.lautum.pipeline;

import io.lautum.generalisation.Training;
import io.lautum.pretrain.PretrainJob;
import io.lautum.stage.Artefact;
import io.lautum.stage.MarkedArtefact;
import io.lautum.stage.Requirement;
import io.lautum.stage.Stage;
import io.lautum.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Standard training on the source, once for each regulariser and minibatch size. */
final class GeneralisationTrainingStage implements Stage<Models> {
  private static final Logger LOG = LoggerFactory.getLogger(GeneralisationTrainingStage.class);

  private final ExperimentContext experiment;
  private final GeneralisationArtefacts artefacts;
  private final List<Training> trainings;

  GeneralisationTrainingStage(ExperimentContext experiment, List<Training> trainings) {
    this.experiment = experiment;
    this.artefacts = new GeneralisationArtefacts(experiment);
    this.trainings = trainings;
  }

  @Override
  public List<Requirement> requirements() {
    return List.of(new Requirement(experiment.artefacts().shards(), "prepare"));
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    List<Artefact> models = new ArrayList<>();
    for (Training training : trainings) {
      models.add(
          new MarkedArtefact(
              "generalisation " + training.folder(),
              artefacts.trained(training),
              Optional.of(artefacts.checkpoints(training)),
              () -> train(training)));
    }
    return models;
  }

  private void train(Training training) throws IOException {
    LOG.info("generalisation: {}", training.folder());
    new PretrainJob(
            experiment.spark().get(),
            training.configuration(experiment.config()),
            experiment.directory())
        .run(GeneralisationArtefacts.METHOD, artefacts.folder(training));
  }

  @Override
  public void begin() throws IOException {
    experiment.spark().get();
    experiment.outdate(artefacts.measured(), artefacts.resolvedConfiguration());
  }

  @Override
  public Models result() {
    Map<String, Path> models = new LinkedHashMap<>();
    for (Training training : trainings) {
      models.put(training.folder(), ExperimentDirectory.model(artefacts.folder(training)));
    }
    return new Models(models);
  }
}
