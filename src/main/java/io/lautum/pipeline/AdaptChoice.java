package io.lautum.pipeline;

import io.lautum.evaluation.choice.RaceJob;
import io.lautum.evaluation.crossvalidation.HeldOutImages;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.StageRunner;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.method.TransferMethod;
import io.lautum.training.finetune.FineTuneJob;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The choice of the method of the command adapt, by cross-validation over the labelled images. */
final class AdaptChoice {
  private final ExperimentContext experiment;
  private final ExperimentDirectory directory;
  private final StageRunner runner;

  AdaptChoice(ExperimentContext experiment, StageRunner runner) {
    this.experiment = experiment;
    this.directory = experiment.directory();
    this.runner = runner;
  }

  /**
   * Compares the candidates of a method, or removes an earlier comparison.
   *
   * @return empty if the method is not one that chooses
   */
  Optional<Choice> choose(TransferMethod method) throws IOException {
    List<TransferMethod> candidates = Methods.candidates(method, experiment.config());
    Path folder = folder(directory);
    if (candidates.isEmpty()) {
      // The cross-validations of an earlier choice are of other images or settings.
      directory.files().delete(folder, true);
      return Optional.empty();
    }
    Path file = new Path(folder, Choice.FILE);
    ArtefactMarker marker = experiment.artefacts().adapted(method, folder);
    Artefact chosen =
        AdaptStage.artefact(
            experiment,
            "choice of the method",
            marker,
            Optional.of(Artefacts.race(marker)),
            outputs ->
                Json.writeFile(
                    directory.files(),
                    new Path(folder(outputs), Choice.FILE),
                    new RaceJob(experiment.spark().get(), experiment.config(), directory)
                        .run(candidates, heldOut(experiment), race(outputs))),
            file);
    return Optional.of(
        runner.run(
            new AdaptStage<>(
                experiment,
                List.of(chosen),
                () -> Json.readFile(directory.files(), file, Choice::read))));
  }

  /** Returns the folder of the candidates' cross-validations. */
  static Path race(ExperimentDirectory directory) {
    return new Path(folder(directory), Artefacts.RACE);
  }

  private static Path folder(ExperimentDirectory directory) {
    return new Path(directory.adaptation(), "choice");
  }

  /** Returns all labelled images, to be held out in turn. */
  static HeldOutImages heldOut(ExperimentContext experiment) throws IOException {
    FineTuneJob job =
        new FineTuneJob(
            experiment.config(), experiment.directory(), experiment.hadoop(), experiment.spark());
    return HeldOutImages.all(job.labelled(), job.target(), experiment.config());
  }
}
