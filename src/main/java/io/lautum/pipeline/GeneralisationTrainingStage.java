package io.lautum.pipeline;

import io.lautum.evaluation.generalisation.Training;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.stage.Stage;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.training.pretrain.PretrainJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains on the source with the standard method, once per regulariser and minibatch size. */
record GeneralisationTrainingStage(GeneralisationArtefacts generalisation, List<Training> trainings)
    implements Stage<Models> {
  private static final Logger LOG = LoggerFactory.getLogger(GeneralisationTrainingStage.class);

  @Override
  public List<Requirement> requirements() throws IOException {
    return List.of(new Requirement(generalisation.experiment().artefacts().shards(), "prepare"));
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    List<Artefact> models = new ArrayList<>();
    Work change = generalisation.change();
    for (Training training : trainings) {
      models.add(
          new MarkedArtefact(
              "generalisation " + training.folder(),
              generalisation.experiment().directory(),
              generalisation.trained(training),
              Optional.of(generalisation.checkpoints(training)),
              change,
              outputs -> train(training, outputs)));
    }
    return models;
  }

  private void train(Training training, ExperimentDirectory outputs) throws IOException {
    LOG.info("generalisation: {}", training.folder());
    new PretrainJob(
            generalisation.experiment().spark().get(),
            training.configuration(generalisation.experiment().config()),
            generalisation.experiment().directory())
        .run(GeneralisationArtefacts.METHOD, GeneralisationArtefacts.folder(training, outputs));
  }

  @Override
  public void begin() {
    generalisation.experiment().spark().get();
  }

  @Override
  public Models result() {
    Map<String, Path> models = new LinkedHashMap<>();
    for (Training training : trainings) {
      models.put(training.folder(), ExperimentDirectory.model(generalisation.folder(training)));
    }
    return new Models(models);
  }
}
