package io.lautum.pipeline;

import io.lautum.evaluation.evaluate.EvaluateJob;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.ReplaceableArtefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures all models. Results for other methods, draws or settings are replaced without {@code
 * --overwrite}, because they cost little and their models are kept.
 */
record EvaluateStage(ExperimentContext experiment, Methods methods)
    implements ExperimentStage<Results> {
  @Override
  public List<Requirement> requirements() throws IOException {
    Artefacts artefacts = experiment.artefacts();
    List<Requirement> requirements = new ArrayList<>(methods.pretrainedModels(artefacts));
    for (FineTuning tuning : FineTuning.all(experiment.config(), methods)) {
      requirements.add(
          new Requirement(
              artefacts.finetuned(tuning.method(), tuning.labels(), tuning.draw()), "finetune"));
    }
    return requirements;
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    ExperimentDirectory directory = experiment.directory();
    ArtefactMarker marker =
        experiment
            .artefacts()
            .evaluation()
            .withFilesOutside(List.of(directory.results(), directory.resolvedConfiguration()));
    return List.of(
        new ReplaceableArtefact(
            new MarkedArtefact(
                "evaluate", directory, marker, Optional.empty(), () -> {}, this::evaluate),
            directory.results()));
  }

  private void evaluate(ExperimentDirectory outputs) throws IOException {
    experiment.writeConfiguration(outputs.resolvedConfiguration());
    new EvaluateJob(experiment.spark().get(), experiment.config(), experiment.directory())
        .run(methods.all(), outputs);
  }

  @Override
  public Results result() throws IOException {
    return Json.readFile(
        experiment.directory().files(), experiment.directory().results(), Results::read);
  }
}
