package io.lautum.evaluation.crossvalidation;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.shard.LocalCopy;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.evaluation.crossvalidation.HeldOutTask.Data;
import io.lautum.evaluation.crossvalidation.HeldOutTask.Predictions;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethod;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.TrainedModel;
import io.lautum.training.EngineChoicesFile;
import io.lautum.training.MemoryNeed;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.finetune.FineTuneCheckpoints;
import io.lautum.training.finetune.FineTuneChoicesJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Manifest manifest;

  public HeldOutJob(JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
    manifest = Manifest.read(directory.files(), directory.shards());
  }

  /**
   * Estimates the accuracy of a method. Trainings continue from the checkpoints in the folder,
   * which are deleted at the end.
   *
   * @param folder folder for what engines choose, and for checkpoints
   * @throws DataException if the labelled images are one group, so that no part can be held out
   * @throws UserException if a training diverges
   */
  public CrossValidation run(TransferMethod method, Path folder) throws IOException {
    Shard pool =
        new ShardReader(spark.hadoopConfiguration(), directory.shards())
            .readAll(ShardSet.TARGET_LABELLED, manifest);
    LabelledGroups grouping =
        LabelledGroups.of(pool, manifest.target(), config.adapt().groupPattern());
    GroupedFolds folds =
        grouping.folds(config.adapt().folds(), RandomStream.FOLDS.seed(config.seed()));
    List<String> remarks = grouping.remarks();
    remarks.forEach(remark -> LOG.warn("adapt: {}", remark));
    LocalCopy unlabelled =
        method.after().usesUnlabelled()
            ? LocalCopy.of(
                spark.hadoopConfiguration(),
                directory.shards(),
                ShardSet.TARGET_UNLABELLED,
                manifest)
            : null;
    Data data =
        new Data(
            training(method),
            pool,
            unlabelled,
            folds,
            config.seed(),
            config.evaluateBatch(),
            Map.of(),
            checkpoints(method, folder));
    if (data.checkpoints() != null) {
      for (int fold = 0; fold < folds.count(); fold++) {
        directory.files().mkdirs(new Path(data.checkpoints(fold).orElseThrow().folder()));
      }
    }
    List<Predictions> predictions = predictions(method, withChoices(method, data, folder));
    directory.files().delete(ExperimentDirectory.checkpoints(folder), true);
    return CrossValidation.of(
        method.name(),
        folds.count(),
        grouping.count(),
        manifest.target().classes(),
        remarks,
        images(grouping.names(), data, predictions));
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

  private List<Predictions> predictions(TransferMethod method, Data data) {
    int count = data.folds().count();
    LOG.info(
        "adapt: {} by {}-fold cross-validation over {} images",
        method.name(),
        count,
        data.pool().size());
    Broadcast<Data> sent = spark.broadcast(data);
    try {
      List<Integer> numbers = IntStream.range(0, count).boxed().toList();
      return new FoldsJob(spark, "crossvalidation")
          .collect(
              spark.parallelize(numbers, count).map(new HeldOutTask(sent)),
              "cross-validation of " + method.name(),
              done -> LOG.info("adapt: {} of {} parts", done, count));
    } finally {
      sent.destroy();
    }
  }

  private List<CrossValidation.Image> images(
      String[] names, Data data, List<Predictions> predictions) {
    CrossValidation.Image[] images = new CrossValidation.Image[data.pool().size()];
    for (Predictions part : predictions) {
      int[] positions = data.folds().heldOut(part.fold());
      if (part.probabilities().length < positions.length) {
        throw new UserException(
            "cross-validation: training diverged without part %d; lower finetune.learning-rate (%s)"
                .formatted(part.fold() + 1, config.finetune().learningRate()));
      }
      for (int i = 0; i < positions.length; i++) {
        int at = positions[i];
        images[at] =
            new CrossValidation.Image(
                names[at], data.pool().labels()[at], part.fold(), part.probabilities()[i]);
      }
    }
    return new ArrayList<>(Arrays.asList(images));
  }
}
