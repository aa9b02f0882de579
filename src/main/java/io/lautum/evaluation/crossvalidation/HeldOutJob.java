package io.lautum.evaluation.crossvalidation;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.shard.LocalCopy;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.evaluation.crossvalidation.HeldOutTask.Data;
import io.lautum.evaluation.crossvalidation.HeldOutTask.Predictions;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.method.TransferMethod;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.TrainedModel;
import io.lautum.training.EngineChoicesFile;
import io.lautum.training.MemoryNeed;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.finetune.FineTuneCheckpoints;
import io.lautum.training.finetune.FineTuneChoicesJob;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies every labelled image by a model that was fine-tuned without it, in one Spark task per
 * part. Opens the labelled images and, if the method learns from them, the unlabelled ones.
 */
public final class HeldOutJob {
  private static final Logger LOG = LoggerFactory.getLogger(HeldOutJob.class);

  /** Bytes of a probability with its separator in the result, such as 1.2345678E-4. */
  private static final long PROBABILITY_BYTES = 14;

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Manifest manifest;
  private final HeldOutImages images;
  private final byte[][] scored;
  private final String user;
  private final FoldsJob folds;

  /**
   * @param scored unlabelled images whose predicted classes are counted; may be none
   * @param user what needs the predictions, for messages
   * @throws DataException if the result would be too large to be stored
   */
  public HeldOutJob(
      JavaSparkContext spark,
      ExperimentConfig config,
      ExperimentDirectory directory,
      HeldOutImages images,
      byte[][] scored,
      String user)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
    this.images = images;
    this.scored = scored;
    this.user = user;
    folds = new FoldsJob(spark, "crossvalidation");
    manifest = Manifest.read(directory.files(), directory.shards());
    requireStorable();
  }

  /** Checks before the trainings whether {@link Json#writeFile} can write their result. */
  private void requireStorable() {
    int count = images.images().size();
    int classes = manifest.target().classes().size();
    long bytes = PROBABILITY_BYTES * count * classes;
    if (bytes > Json.MAX_RESULT_BYTES) {
      throw new DataException(
          Text.format(
              "%s, cross-validation: expected at most %d labelled images of %d classes, so that"
                  + " their probabilities can be stored, found %d; use fewer images or classes",
              user, Json.MAX_RESULT_BYTES / (PROBABILITY_BYTES * classes), classes, count));
    }
  }

  /**
   * Cross-validates a method. Trainings continue from the checkpoints in the folder, which are
   * deleted at the end.
   *
   * @param folder folder for what engines choose, and for checkpoints
   * @throws TimeLimit.MissedException if the time does not suffice
   */
  public HeldOutResult run(TransferMethod method, Path folder, TimeLimit limit) throws IOException {
    UnlabelledImages unlabelled =
        method.finetunesWithUnlabelled(config.finetune())
            ? new UnlabelledImages(
                LocalCopy.of(
                    spark.hadoopConfiguration(),
                    directory.shards(),
                    ShardSet.TARGET_UNLABELLED,
                    manifest),
                config.targetSets().labelledServeAsUnlabelled())
            : null;
    Data data =
        new Data(
            training(method),
            images.images(),
            unlabelled,
            images.groups(),
            images.folds(),
            images.seeds(),
            scored,
            config.evaluateBatch(),
            Map.of(),
            checkpoints(method, folder));
    data.training()
        .warnIfIdle(
            data.labelledRest(0),
            unlabelled == null ? 0 : unlabelled.count(data.folds().heldOut(0).length),
            user + ", cross-validation of " + method.name());
    if (data.checkpoints() != null) {
      for (int fold = 0; fold < images.folds().count(); fold++) {
        directory.files().mkdirs(new Path(data.checkpoints(fold).orElseThrow().folder()));
      }
    }
    List<Predictions> predictions;
    try {
      predictions = predictions(method, withChoices(method, data, folder), limit);
    } catch (TimeLimit.MissedException e) {
      directory.files().delete(ExperimentDirectory.checkpoints(folder), true);
      throw e;
    }
    directory.files().delete(ExperimentDirectory.checkpoints(folder), true);
    Optional<Predictions> diverged = predictions.stream().filter(Predictions::diverged).findFirst();
    if (diverged.isPresent()) {
      return new HeldOutResult(
          null,
          List.of(),
          Text.format(
              "cross-validation: training diverged without part %d; lower finetune.learning-rate"
                  + " (%s)",
              diverged.get().fold() + 1, config.finetune().learningRate()));
    }
    return HeldOutResult.of(
        method.name(),
        images,
        manifest.target().classes(),
        images.remarks(method, config),
        predictions,
        scored.length > 0);
  }

  private FineTuneCheckpoints checkpoints(TransferMethod method, Path folder) {
    return config.finetune().savesCheckpoints()
        ? FineTuneCheckpoints.of(
            config,
            spark.hadoopConfiguration(),
            manifest,
            method.after(),
            ExperimentDirectory.checkpoints(folder),
            "cross-validation of " + method.name())
        : null;
  }

  private FoldTraining training(TransferMethod method) throws IOException {
    TrainedModel source =
        method.before().usesSource()
            ? TrainedModel.read(
                directory.files(),
                ExperimentDirectory.model(directory.pretrained(method.before().name())))
            : null;
    return new FoldTraining(
        method.name(), config.finetune(), config.network(), source, manifest.target());
  }

  /** Lets the engines choose once for all parts with one number of examples per minibatch. */
  private Data withChoices(TransferMethod method, Data data, Path folder) throws IOException {
    FineTuneChoicesJob job = new FineTuneChoicesJob(true, () -> spark);
    Map<Integer, EngineChoices> chosen = new TreeMap<>();
    for (int fold = 0; fold < data.folds().count(); fold++) {
      int batch = data.batchSize(fold);
      if (!chosen.containsKey(batch)) {
        Path own = new Path(folder, "batch-" + batch);
        NetworkBlueprint network =
            data.training().tuner().blueprint(method.after(), data.labelledRest(fold));
        requireMemory(network, data.folds().count());
        job.complete(new EngineChoicesFile(directory.files(), own), network);
        chosen.put(batch, job.of(own));
      }
    }
    return data.withChoices(chosen);
  }

  /** In local mode, this process is all executors. */
  private void requireMemory(NetworkBlueprint network, int parts) {
    if (spark.isLocal()) {
      MemoryNeed.ofNetwork(network)
          .times(Math.min(parts, spark.defaultParallelism()))
          .requireHere("cross-validation");
    }
  }

  private List<Predictions> predictions(TransferMethod method, Data data, TimeLimit limit) {
    int count = data.folds().count();
    LOG.info(
        "{}: {} by {}-fold cross-validation over {} images",
        user,
        method.name(),
        count,
        data.pool().size());
    Broadcast<Data> sent = spark.broadcast(data);
    try {
      return folds.run(
          user + ", cross-validation of " + method.name(),
          config.finetune().stepsWithSearch(),
          IntStream.range(0, count).boxed().toList(),
          steps -> new HeldOutTask(sent, steps),
          config.finetune().earlyStopping().isOn() ? limit.withoutPrediction() : limit);
    } finally {
      sent.destroy();
    }
  }
}
