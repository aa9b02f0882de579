package io.lautum.pipeline;

import io.lautum.data.prepare.PrepareJob;
import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.choice.RaceJob;
import io.lautum.evaluation.crossvalidation.HeldOutImages;
import io.lautum.evaluation.crossvalidation.HeldOutJob;
import io.lautum.evaluation.crossvalidation.TimeLimit;
import io.lautum.evaluation.evaluate.TestSetJob;
import io.lautum.evaluation.unlabelled.UnlabelledJob;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.result.TemperatureScaling;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.Production;
import io.lautum.experiment.stage.StageRunner;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.training.finetune.FineTuneJob;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The stages of the command adapt: shards, pre-trained models, choice of the method, estimate by
 * cross-validation, model from all labelled images, predictions. Results of another configuration
 * or of other data are replaced, and everything else is kept.
 */
public final class AdaptPipeline {
  private final ExperimentContext given;
  private final StageRunner runner;
  private final ExperimentDirectory directory;

  /**
   * @throws io.lautum.UserException if the chosen method does not exist, or needs a source and
   *     there is none
   */
  public AdaptPipeline(ExperimentContext given, ExistingResults existing) {
    this.given = given.with(AdaptRecipe.withMethod(given.config()));
    this.runner = new StageRunner(existing);
    this.directory = given.directory();
  }

  /** Returns the number of tasks that must run simultaneously; see {@link Pipeline#slots}. */
  public int slots() throws IOException {
    return given.slots(Methods.of(given.config()).trains(), runner.existing());
  }

  /**
   * Runs all stages.
   *
   * @throws io.lautum.UserException if the configuration does not fit the images
   * @throws io.lautum.DataException if the images cannot be read, or are too few
   */
  public Adapted run() throws IOException {
    Chosen chosen = choose();
    CrossValidation validation = validate(chosen);
    runner.run(new ExportStage(given, finish(chosen, validation.scaling())));
    Adaptation adaptation = predict(chosen, validation);
    return new Adapted(chosen.manifest(), chosen.choice(), validation, adaptation, runner.worked());
  }

  /**
   * Makes the model without an estimate of its accuracy, except for the choice of its method, and
   * without a temperature.
   *
   * @return the model's file
   * @throws io.lautum.UserException if the configuration does not fit the images
   * @throws io.lautum.DataException if the images cannot be read, or are too few
   */
  public Path train() throws IOException {
    finish(choose(), TemperatureScaling.NONE);
    return directory.adaptedModel();
  }

  /**
   * What is known before the final model is trained.
   *
   * @param experiment the experiment with the recipe's values
   * @param choice how the method was chosen; empty if it was configured
   */
  private record Chosen(
      Manifest manifest,
      ExperimentContext experiment,
      Optional<Choice> choice,
      TransferMethod method) {
    Artefacts artefacts() {
      return experiment.artefacts();
    }
  }

  private Chosen choose() throws IOException {
    Manifest manifest = prepare();
    ExperimentConfig config = AdaptRecipe.complete(given.config(), manifest.target().shape());
    ExperimentContext experiment = given.with(config);
    Methods methods = Methods.of(config);
    methods.requireHead(config, manifest);
    PretrainStage pretraining = new PretrainStage(experiment, methods);
    runner.run(new AdaptStage<>(experiment, pretraining.replaceableModels(), pretraining::result));
    TransferMethod configured = methods.all().get(0);
    Optional<Choice> choice = new AdaptChoice(experiment, runner).choose(configured);
    return new Chosen(
        manifest,
        experiment,
        choice,
        choice.map(one -> TransferMethods.named(one.method())).orElse(configured));
  }

  private Models finish(Chosen chosen, TemperatureScaling scaling) throws IOException {
    return runner.run(
        new AdaptStage<>(
            chosen.experiment(),
            List.of(
                artefact(
                    "final model",
                    chosen,
                    "model",
                    directory.adaptedModel(),
                    outputs -> {
                      ExperimentConfig config = chosen.experiment().config();
                      FineTuneJob job =
                          new FineTuneJob(config, directory, given.hadoop(), given.spark());
                      job.runOnAll(
                          chosen.method(),
                          HeldOutImages.groups(job.labelled(), job.target(), config),
                          folder("model", outputs),
                          scaling.inverse(),
                          outputs.adaptedModel());
                    })),
            () -> new Models(Map.of(chosen.method().name(), directory.adaptedModel()))));
  }

  private Manifest prepare() throws IOException {
    Artefact shards =
        AdaptStage.artefact(
            given,
            "prepare",
            given.artefacts().shards(),
            Optional.empty(),
            outputs ->
                new PrepareJob(
                        given.spark().get(), given.config(), directory.withShards(outputs.shards()))
                    .run(),
            new Path(directory.shards(), Manifest.FILE));
    return runner.run(
        new AdaptStage<>(
            given, List.of(shards), () -> Manifest.read(directory.files(), directory.shards())));
  }

  private CrossValidation validate(Chosen chosen) throws IOException {
    ExperimentContext experiment = chosen.experiment();
    TransferMethod method = chosen.method();
    Path file = new Path(directory.root(), CrossValidation.FILE);
    Production work =
        outputs -> {
          CrossValidation validation =
              RaceJob.validation(directory, method.name(), AdaptChoice.race(directory));
          if (validation == null) {
            validation =
                new HeldOutJob(
                        experiment.spark().get(),
                        experiment.config(),
                        directory,
                        AdaptChoice.heldOut(experiment),
                        new byte[0][],
                        "adapt")
                    .run(method, folder("crossvalidation", outputs), TimeLimit.NONE)
                    .requireValidation();
          }
          Json.writeFile(
              directory.files(),
              new Path(outputs.root(), CrossValidation.FILE),
              experiment.config().adapt().calibrates() ? validation.calibrated() : validation);
        };
    return runner.run(
        new AdaptStage<>(
            experiment,
            List.of(artefact("cross-validation", chosen, "crossvalidation", file, work)),
            () -> Json.readFile(directory.files(), file, CrossValidation::read)));
  }

  private Adaptation predict(Chosen chosen, CrossValidation validation) throws IOException {
    ExperimentContext experiment = chosen.experiment();
    Path file = new Path(directory.root(), Adaptation.FILE);
    Production work =
        outputs -> {
          ExperimentConfig config = experiment.config();
          Path model = directory.adaptedModel();
          Adaptation.Test test =
              new TestSetJob(experiment.spark().get(), config, directory)
                  .run(model)
                  .map(Adaptation.Test::of)
                  .orElse(null);
          Json.writeFile(
              directory.files(),
              new Path(outputs.root(), Adaptation.FILE),
              new UnlabelledJob(experiment.spark().get(), config, directory)
                  .run(model, validation, test, outputs.predictions(), outputs.labelNext()));
        };
    return runner.run(
        new AdaptStage<>(
            experiment,
            List.of(
                AdaptStage.artefact(
                    experiment,
                    "predictions",
                    chosen
                        .artefacts()
                        .adapted(chosen.method(), folder("predictions", directory))
                        // Users edit the tables, so a changed table counts as finished.
                        .withFilesOutside(List.of(file)),
                    Optional.empty(),
                    work,
                    AdaptStage.missingOr(
                        directory.files(), file, directory.predictions(), directory.labelNext()))),
            () -> Json.readFile(directory.files(), file, Adaptation::read)));
  }

  /** Returns an artefact that is made by fine-tuning. */
  private Artefact artefact(String name, Chosen chosen, String folder, Path file, Production work)
      throws IOException {
    ArtefactMarker marker =
        chosen
            .artefacts()
            .adapted(chosen.method(), folder(folder, directory))
            .withFilesOutside(List.of(file));
    return AdaptStage.artefact(
        chosen.experiment(), name, marker, chosen.artefacts().checkpoints(marker), work, file);
  }

  private static Path folder(String name, ExperimentDirectory outputs) {
    return new Path(outputs.adaptation(), name);
  }
}
