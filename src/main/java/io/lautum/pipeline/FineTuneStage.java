package io.lautum.pipeline;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.evaluation.choice.RaceJob;
import io.lautum.evaluation.crossvalidation.HeldOutImages;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.ParallelArtefacts;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.operations.progress.TrainingProgress;
import io.lautum.training.finetune.FineTuneJob;
import io.lautum.training.finetune.LabelledDraw;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FileSystem;
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
  private final TrainingProgress progress;
  private FineTuneJob job;
  private RaceJob race;

  FineTuneStage(ExperimentContext experiment, Methods methods) {
    this.experiment = experiment;
    this.artefacts = experiment.artefacts();
    this.methods = methods;
    this.tunings = FineTuning.all(experiment.config(), methods);
    this.progress = FineTuneJob.progress(experiment.config());
  }

  @Override
  public ExperimentContext experiment() {
    return experiment;
  }

  /**
   * Checks that there are enough labelled examples for the experiment, and that its classes fit.
   *
   * @throws io.lautum.UserException if the shards are missing, or the target's classes do not fit
   *     the last layer of the source's models
   * @throws io.lautum.DataException if there are fewer examples
   */
  void requireLabels() throws IOException {
    shards().check();
    ExperimentDirectory directory = experiment.directory();
    // The manifest suffices, and reading the pool takes a second.
    Manifest manifest = Manifest.read(directory.files(), directory.shards());
    long pool = manifest.examples(ShardSet.TARGET_LABELLED);
    experiment.config().labels().forEach(count -> LabelledDraw.require(count, pool));
    methods.requireHead(experiment.config(), manifest);
  }

  private Requirement shards() throws IOException {
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
    Work change = change();
    List<Artefact> chosen = new ArrayList<>();
    List<Artefact> models = new ArrayList<>();
    Set<FineTuning> firstDraws = new LinkedHashSet<>();
    for (FineTuning tuning : tunings) {
      if (!candidates(tuning).isEmpty()) {
        chosen.add(chosen(tuning, change));
        continue;
      }
      ArtefactMarker marker = artefacts.finetuned(tuning.method(), tuning.labels(), tuning.draw());
      Artefact model =
          new MarkedArtefact(
              tuning.toString(),
              experiment.directory(),
              marker,
              artefacts.checkpoints(marker),
              change,
              outputs -> job.run(tuning.method(), tuning.labels(), tuning.draw(), outputs));
      models.add(
          new Changed(
              model,
              (work, existing) -> {
                firstDraws.add(new FineTuning(tuning.method(), tuning.labels(), 1));
                return work;
              }));
    }
    // Spark queues the models that wait for a slot.
    int threads =
        experiment.config().finetune().onExecutors()
            ? Math.max(1, models.size())
            : Runtime.getRuntime().availableProcessors();
    Artefact all = new ParallelArtefacts("finetune", models, threads, progress);
    // One after the other, because each choice uses all cores.
    chosen.add(
        new Changed(
            all,
            (work, existing) ->
                () -> {
                  // Before the first model, because all draws share the engine's choices.
                  for (FineTuning tuning : firstDraws) {
                    boolean replaces = existing == ExistingResults.OVERWRITE;
                    job.choose(tuning.method(), tuning.labels(), replaces);
                  }
                  work.run();
                }));
    return chosen;
  }

  private List<TransferMethod> candidates(FineTuning tuning) {
    return Methods.candidates(tuning.method(), experiment.config());
  }

  /** Returns the model of a draw whose method is chosen by cross-validation within the draw. */
  private Artefact chosen(FineTuning tuning, Work change) throws IOException {
    TransferMethod method = tuning.method();
    int labels = tuning.labels();
    int draw = tuning.draw();
    ArtefactMarker marker = artefacts.finetuned(method, labels, draw);
    return new MarkedArtefact(
        tuning.toString(),
        experiment.directory(),
        marker,
        Optional.of(Artefacts.race(marker)),
        change,
        outputs -> {
          Path folder = outputs.finetuned(method.name(), labels, draw);
          Choice choice = choice(tuning, folder);
          job.runChosen(TransferMethods.named(choice.method()), labels, draw, folder);
        });
  }

  /** Returns the choice that an interrupted run has left in the draw's folder, or makes it. */
  private Choice choice(FineTuning tuning, Path folder) throws IOException {
    FileSystem files = experiment.directory().files();
    Path file = new Path(folder, Choice.FILE);
    if (files.exists(file)) {
      return Json.readFile(files, file, Choice::read);
    }
    int draw = tuning.draw();
    HeldOutImages images =
        HeldOutImages.ofDraw(
            job.labelled(tuning.labels(), draw), draw, job.target(), experiment.config());
    Choice choice = race().run(candidates(tuning), images, new Path(folder, Artefacts.RACE));
    Json.writeFile(files, file, choice);
    return choice;
  }

  private RaceJob race() throws IOException {
    if (race == null) {
      race = new RaceJob(experiment.spark().get(), experiment.config(), experiment.directory());
    }
    return race;
  }

  /**
   * An artefact with changed work.
   *
   * @param change returns the work to do instead of the artefact's
   */
  private record Changed(Artefact artefact, BiFunction<Work, ExistingResults, Work> change)
      implements Artefact {
    @Override
    public String name() {
      return artefact.name();
    }

    @Override
    public Optional<Work> remaining(ExistingResults existing) throws IOException {
      return artefact.remaining(existing).map(work -> change.apply(work, existing));
    }
  }

  @Override
  public void start() throws IOException {
    job =
        new FineTuneJob(
            experiment.config(),
            experiment.directory(),
            experiment.hadoop(),
            experiment.spark(),
            progress);
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
