package io.lautum.training.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.UserException;
import io.lautum.data.image.Normalization;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Fine-tunes single models; reads the labelled pool once. Thread-safe. Opens only the labelled pool
 * and, if a method uses it, the unlabelled set.
 */
public final class FineTuneJob {
  private static final int HISTORY_EVERY = 10;

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Manifest manifest;
  private final ShardReader reader;
  private final Shard pool;

  private final Normalization normalization;
  private final FineTuner tuner;
  private final TransferNetwork network;
  private byte[][] unlabelled;

  public FineTuneJob(ExperimentConfig config, ExperimentDirectory directory, Configuration hadoop)
      throws IOException {
    this.config = config;
    this.directory = directory;
    manifest = Manifest.read(directory.files(), directory.shards());
    reader = new ShardReader(hadoop, directory.shards());
    pool = reader.readAll(ShardSet.TARGET_LABELLED, manifest);
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
   * Fine-tunes one model and writes it together with its history.
   *
   * @param draw number of the labelled draw, from 1
   * @throws io.lautum.DataException if the pool has fewer than {@code labels} examples
   * @throws UserException if training diverges
   */
  public void run(TransferMethod method, int labels, int draw) throws IOException {
    FileSystem files = directory.files();
    Path folder = directory.finetuned(method.name(), labels, draw);
    TargetExamples examples =
        TargetExamples.of(
            pool,
            draw(labels, draw),
            method.after().usesUnlabelled() ? unlabelled() : new byte[0][]);
    // The seed depends on the draw but not on the method: methods differ only in their weights.
    long seed = RandomStream.FINE_TUNING.seed(config.seed(), draw, labels);
    try (JsonLines history = new JsonLines(files, ExperimentDirectory.history(folder))) {
      float[] weights =
          tuner.train(
              method.after(),
              tuner.startingWeights(source(method.before()), seed),
              examples,
              seed,
              (step, crossEntropy, metrics) -> {
                requireFinite(step, crossEntropy, folder);
                write(step, crossEntropy, metrics, history);
              });
      new TrainedModel(
              new ModelMetadata(network, manifest.target().classes(), normalization, method.name()),
              weights)
          .write(files, ExperimentDirectory.model(folder));
    }
  }

  /** Returns the unlabelled images, which are read once, when a method first needs them. */
  private synchronized byte[][] unlabelled() throws IOException {
    if (unlabelled == null) {
      unlabelled = reader.readAll(ShardSet.TARGET_UNLABELLED, manifest).pixels();
    }
    return unlabelled;
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
