package io.lautum.training.finetune;

import io.lautum.UserException;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.LocalCopy;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.operations.progress.TrainingProgress;
import io.lautum.training.EngineChoicesFile;
import io.lautum.training.MemoryNeed;
import io.lautum.training.NetworkBlueprint;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fine-tunes one model per call, on given labelled images, in the calling thread or on an executor.
 * Thread-safe. Opens the unlabelled set, and no other shards.
 */
final class ModelFineTuneJob {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFineTuneJob.class);

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Configuration hadoop;
  private final Manifest manifest;
  private final Normalization normalization;
  private final FineTuner tuner;
  private final TransferNetwork network;
  private final FineTuneChoicesJob choices;
  private final LocalCopy unlabelled;
  private final TargetEmbeddings embeddings;
  private final ExecutorTrainingJob executors;
  private final TrainingProgress progress;

  /**
   * @param spark called if models are fine-tuned on executors
   * @param progress receives the steps of all models
   */
  ModelFineTuneJob(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Manifest manifest,
      Configuration hadoop,
      Supplier<JavaSparkContext> spark,
      TrainingProgress progress) {
    this.config = config;
    this.directory = directory;
    this.manifest = manifest;
    this.hadoop = hadoop;
    this.progress = progress;
    choices = new FineTuneChoicesJob(config.finetune().onExecutors(), spark);
    unlabelled = LocalCopy.of(hadoop, directory.shards(), ShardSet.TARGET_UNLABELLED, manifest);
    embeddings =
        new TargetEmbeddings(
            new ShardReader(hadoop, directory.shards()), manifest, config.network().engine());
    executors = new ExecutorTrainingJob(spark, unlabelled);
    normalization = manifest.target().normalization();
    config.finetune().augmentation().require(config, "finetune", normalization.ofVectors());
    network =
        new TransferNetwork(
            config.network().architecture(),
            manifest.target().shape(),
            manifest.target().classes().size(),
            config.finetune().dropout());
    tuner =
        new FineTuner(
            config.finetune(), network, config.network(), normalization.table(network.shape()));
  }

  /**
   * Lets the engines choose for all models whose choices are in one folder, or reads what they
   * chose before. Without a call, each process chooses for itself. Warns of a term that cannot act.
   *
   * @param labelled labelled images of one of these models
   * @param folder folder of the recorded choices
   * @param replaces whether earlier choices are discarded
   * @param simultaneous number of models that are trained at a time
   * @throws UserException if the recorded choices are for other devices, or the driver has too
   *     little memory for the models that it trains
   * @throws io.lautum.DataException if they are damaged
   */
  void choose(
      TransferMethod method,
      TargetExamples labelled,
      Path folder,
      boolean replaces,
      int simultaneous)
      throws IOException {
    EngineChoicesFile file = new EngineChoicesFile(directory.files(), folder);
    if (replaces) {
      file.delete();
    }
    int images = Math.toIntExact(manifest.examples(ShardSet.TARGET_UNLABELLED));
    tuner
        .idle(method.after(), labelled, images)
        .ifPresent(
            why -> LOG.warn("{}, {} labels: {}", method.name(), labelled.labels().length, why));
    NetworkBlueprint blueprint = tuner.blueprint(method.after(), labelled);
    if (!config.finetune().onExecutors()) {
      MemoryNeed.ofNetwork(blueprint).times(simultaneous).requireHere("finetune " + method.name());
    }
    choices.complete(file, blueprint);
  }

  /**
   * Fine-tunes one model, from its last checkpoint if there is one, and writes it.
   *
   * @param labelled labelled images, without unlabelled ones
   * @param seed seed of a random last layer, batch order, augmentation and dropout
   * @param chosen folder of the recorded choices of engines
   * @param folder folder of the history and of the checkpoints
   * @param factor factor of the model's logits
   * @param model file of the model
   * @throws UserException if training diverges
   */
  void run(
      TransferMethod method,
      TargetExamples labelled,
      long seed,
      Path chosen,
      Path folder,
      double factor,
      Path model)
      throws IOException {
    FileSystem files = directory.files();
    FineTuner withChoices = tuner.withChoices(choices.of(chosen));
    Optional<FineTuneCheckpoints> checkpoints = checkpoints(method, folder);
    TrainingProgress.Model steps = progress.model();
    int images = tuner.blueprint(method.after(), labelled).images();
    try (TrainingHistory history = new TrainingHistory(config.finetune(), files, folder, images)) {
      float[] start =
          tuner.startingWeights(source(method.before()), manifest.target().classes(), seed);
      float[] weights =
          config.finetune().onExecutors()
              ? executors.train(
                  withChoices,
                  method,
                  start,
                  labelled,
                  usesUnlabelled(method),
                  seed,
                  history,
                  steps,
                  checkpoints)
              : train(
                  withChoices,
                  method,
                  start,
                  labelled,
                  seed,
                  new CountedSteps(history, steps),
                  checkpoints);
      steps.complete();
      embeddings
          .describe(new TrainedModel(metadata(method), weights).scaled(factor))
          .write(files, model);
    }
    files.delete(ExperimentDirectory.checkpoints(folder), true);
  }

  private ModelMetadata metadata(TransferMethod method) {
    return new ModelMetadata(
            network,
            manifest.target().classes(),
            normalization,
            method.name(),
            ImageFit.of(config.image(), network.shape()),
            manifest.encoder())
        .withColumns(manifest.target().columns());
  }

  private Optional<FineTuneCheckpoints> checkpoints(TransferMethod method, Path folder)
      throws IOException {
    if (!config.finetune().savesCheckpoints()) {
      return Optional.empty();
    }
    Path place = ExperimentDirectory.checkpoints(folder);
    directory.files().mkdirs(place);
    String model = directory.root().toUri().relativize(folder.toUri()).getPath();
    return Optional.of(
        FineTuneCheckpoints.of(config, hadoop, manifest, method.after(), place, model));
  }

  private float[] train(
      FineTuner chosen,
      TransferMethod method,
      float[] start,
      TargetExamples labelled,
      long seed,
      StepListener listener,
      Optional<FineTuneCheckpoints> checkpoints)
      throws IOException {
    TargetExamples examples =
        usesUnlabelled(method) ? labelled.withUnlabelled(unlabelled.open().images()) : labelled;
    return chosen.train(method.after(), start, examples, seed, listener, checkpoints);
  }

  private boolean usesUnlabelled(TransferMethod method) {
    return method.finetunesWithUnlabelled(config.finetune());
  }

  /** Returns the method's pre-trained model, if it has one. */
  private Optional<TrainedModel> source(PreTransfer method) throws IOException {
    return method.usesSource()
        ? Optional.of(
            TrainedModel.read(
                directory.files(), ExperimentDirectory.model(directory.pretrained(method.name()))))
        : Optional.empty();
  }
}
