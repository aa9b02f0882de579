package io.lautum.training.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.UserException;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.LocalCopy;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.JsonLines;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.training.EngineChoicesFile;
import io.lautum.training.MemoryNeed;
import io.lautum.training.NetworkBlueprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Fine-tunes single models in the calling thread or on an executor; reads the labelled pool once.
 * Thread-safe. Opens only the labelled pool and, if a method uses it, the unlabelled set.
 */
public final class FineTuneJob {
  private static final int HISTORY_EVERY = 10;

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Supplier<JavaSparkContext> spark;
  private final Manifest manifest;
  private final Shard pool;

  private final Normalization normalization;
  private final FineTuner tuner;
  private final TransferNetwork network;
  private final FineTuneChoicesJob choices;
  private final LocalCopy unlabelled;
  private Broadcast<LocalCopy> sentUnlabelled;

  /**
   * @param spark called if models are fine-tuned on executors
   */
  public FineTuneJob(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Configuration hadoop,
      Supplier<JavaSparkContext> spark)
      throws IOException {
    this.config = config;
    this.directory = directory;
    this.spark = spark;
    choices = new FineTuneChoicesJob(config.finetune().onExecutors(), spark);
    manifest = Manifest.read(directory.files(), directory.shards());
    unlabelled =
        new LocalCopy(
            hadoop,
            directory.shards(),
            ShardSet.TARGET_UNLABELLED,
            manifest.files(ShardSet.TARGET_UNLABELLED));
    pool = new ShardReader(hadoop, directory.shards()).readAll(ShardSet.TARGET_LABELLED, manifest);
    normalization = manifest.target().normalization();
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
   * Lets the engines choose for all models of a method with one number of labels, or reads what
   * they chose before. Without a call, each process chooses for itself.
   *
   * @param replaces whether earlier choices are discarded
   * @throws UserException if the recorded choices are for other devices
   * @throws io.lautum.DataException if they are damaged
   */
  public void choose(TransferMethod method, int labels, boolean replaces) throws IOException {
    Path folder = folder(method, labels, 1).getParent();
    EngineChoicesFile file = new EngineChoicesFile(directory.files(), folder);
    if (replaces) {
      file.delete();
    }
    TargetExamples examples = TargetExamples.of(pool, draw(labels, 1), TargetExamples.NONE);
    NetworkBlueprint network = tuner.blueprint(method.after(), examples);
    if (!config.finetune().onExecutors()) {
      int threads = Runtime.getRuntime().availableProcessors();
      MemoryNeed.ofNetwork(network).times(threads).requireHere("finetune " + method.name());
    }
    choices.complete(file, network);
  }

  private Path folder(TransferMethod method, int labels, int draw) {
    return directory.finetuned(method.name(), labels, draw);
  }

  /**
   * Fine-tunes one model and writes it together with its history.
   *
   * @param draw number of the labelled draw, from 1
   * @throws io.lautum.DataException if the pool has fewer than {@code labels} examples
   * @throws UserException if training diverges
   */
  public void run(TransferMethod method, int labels, int draw) throws IOException {
    FileSystem files = directory.files();
    Path folder = folder(method, labels, draw);
    FineTuner chosen = tuner.withChoices(choices.of(folder.getParent()));
    TargetExamples labelled = TargetExamples.of(pool, draw(labels, draw), TargetExamples.NONE);
    // The seed depends on the draw but not on the method: methods differ only in their weights.
    long seed = RandomStream.FINE_TUNING.seed(config.seed(), draw, labels);
    try (JsonLines history = new JsonLines(files, ExperimentDirectory.history(folder))) {
      float[] start = tuner.startingWeights(source(method.before()), seed);
      StepListener listener =
          (step, crossEntropy, metrics) -> {
            requireFinite(step, crossEntropy, folder);
            write(step, crossEntropy, metrics, history);
          };
      float[] weights =
          config.finetune().onExecutors()
              ? trainOnExecutor(chosen, method, start, labelled, seed, listener)
              : train(chosen, method, start, labelled, seed, listener);
      new TrainedModel(
              new ModelMetadata(
                  network,
                  manifest.target().classes(),
                  normalization,
                  method.name(),
                  ImageFit.of(config.image(), network.shape())),
              weights)
          .write(files, ExperimentDirectory.model(folder));
    }
  }

  private float[] train(
      FineTuner chosen,
      TransferMethod method,
      float[] start,
      TargetExamples labelled,
      long seed,
      StepListener listener)
      throws IOException {
    TargetExamples examples =
        method.after().usesUnlabelled()
            ? labelled.withUnlabelled(unlabelled.open().images())
            : labelled;
    return chosen.train(method.after(), start, examples, seed, listener);
  }

  /** Trains in a Spark task; the listener receives the steps when all are done. */
  private float[] trainOnExecutor(
      FineTuner chosen,
      TransferMethod method,
      float[] start,
      TargetExamples labelled,
      long seed,
      StepListener listener)
      throws IOException {
    FineTuneTask task =
        new FineTuneTask(
            chosen,
            method.name(),
            start,
            labelled,
            method.after().usesUnlabelled() ? sentUnlabelled() : null,
            seed);
    JavaSparkContext context = spark.get();
    context.setJobDescription(
        "finetune %s with %d labels".formatted(method.name(), labelled.labels().length));
    FineTuneTask.Result result =
        context.parallelize(List.of(task), 1).map(FineTuneTask::run).first();
    result.report(listener);
    return result.weights();
  }

  /** Returns the place of the unlabelled images, which is sent once. */
  private synchronized Broadcast<LocalCopy> sentUnlabelled() {
    if (sentUnlabelled == null) {
      sentUnlabelled = spark.get().broadcast(unlabelled);
    }
    return sentUnlabelled;
  }

  /** Checks that the pool has enough examples, before any work is done. */
  public void require(int labels) {
    draw(labels, 1);
  }

  private int[] draw(int labels, int draw) {
    return LabelledDraw.choose(
        pool.labels(),
        network.classes(),
        labels,
        draw,
        RandomStream.LABELLED_DRAWS.seed(config.seed()));
  }

  /** Returns the method's pre-trained model, if it has one. */
  private Optional<TrainedModel> source(PreTransfer method) throws IOException {
    return method.usesSource()
        ? Optional.of(
            TrainedModel.read(
                directory.files(), ExperimentDirectory.model(directory.pretrained(method.name()))))
        : Optional.empty();
  }

  private void requireFinite(int step, double loss, Path folder) {
    if (!Double.isFinite(loss)) {
      throw new UserException(
          "%s: training diverged, loss %s at step %d; lower finetune.learning-rate (%s)"
              .formatted(folder, loss, step, config.finetune().learningRate()));
    }
  }

  private void write(
      int step, double crossEntropy, Map<String, Double> metrics, JsonLines history) {
    if (step % HISTORY_EVERY != 0 && step != config.finetune().steps()) {
      return;
    }
    try {
      ObjectNode line = JsonLines.line().put("step", step).put("crossEntropy", crossEntropy);
      metrics.forEach(line::put);
      history.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
