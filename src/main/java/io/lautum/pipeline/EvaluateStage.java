package io.lautum.pipeline;

import io.lautum.evaluate.EvaluateJob;
import io.lautum.evaluation.Results;
import io.lautum.stage.Artefact;
import io.lautum.stage.ReplaceableArtefact;
import io.lautum.stage.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Measures all models. Results of other methods, draws or measures are replaced without asking:
 * they cost little, and the models that they are of stay.
 */
final class EvaluateStage extends ExperimentStage<Results> {
  private final Methods methods;

  EvaluateStage(ExperimentContext experiment, Methods methods) {
    super(experiment);
    this.methods = methods;
  }

  @Override
  public List<Requirement> requirements() throws IOException {
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
    return List.of(
        new ReplaceableArtefact(
            "evaluate",
            artefacts.evaluation(),
            experiment.directory().files(),
            experiment.directory().results(),
            () ->
                new EvaluateJob(
                        experiment.spark().get(), experiment.config(), experiment.directory())
                    .run(methods.all())));
  }

  @Override
  void start() {
    experiment.spark().get();
  }

  @Override
  public Results result() throws IOException {
    FileSystem files = experiment.directory().files();
    Path path = experiment.directory().results();
    try (InputStream in = files.open(path)) {
      return Results.read(in, path.toString());
    }
  }
}
