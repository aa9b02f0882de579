package io.lautum.training.finetune;

import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethod;
import io.lautum.operations.progress.TrainingProgress;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Fine-tunes the models of labelled draws, each in the calling thread or on an executor; reads the
 * labelled pool once. Thread-safe. Opens only the labelled pool and the unlabelled set.
 */
public final class FineTuneJob {
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Manifest manifest;
  private final Shard pool;
  private final ModelFineTuneJob models;
  private final TrainingProgress progress;

  /**
   * @param spark called if models are fine-tuned on executors
   */
  public FineTuneJob(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Configuration hadoop,
      Supplier<JavaSparkContext> spark)
      throws IOException {
    this(config, directory, hadoop, spark, progress(config));
  }

  /**
   * @param spark called if models are fine-tuned on executors
   * @param progress receives the steps of all models; the caller of {@link #run} begins it
   */
  public FineTuneJob(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Configuration hadoop,
      Supplier<JavaSparkContext> spark,
      TrainingProgress progress)
      throws IOException {
    this.progress = progress;
    this.config = config;
    this.directory = directory;
    manifest = Manifest.read(directory.files(), directory.shards());
    pool = new ShardReader(hadoop, directory.shards()).readAll(ShardSet.TARGET_LABELLED, manifest);
    models = new ModelFineTuneJob(config, directory, manifest, hadoop, spark, progress);
  }

  /** Returns the progress of an experiment's fine-tuning. */
  public static TrainingProgress progress(ExperimentConfig config) {
    return TrainingProgress.of("finetune", config.finetune().stepsWithSearch());
  }

  /**
   * Lets the engines choose for all models of a method with one number of labels, or reads what
   * they chose before. Without a call, each process chooses for itself.
   *
   * @param replaces whether earlier choices are discarded
   * @throws io.lautum.UserException if the recorded choices are for other devices
   * @throws io.lautum.DataException if they are damaged
   */
  public void choose(TransferMethod method, int labels, boolean replaces) throws IOException {
    models.choose(
        method,
        examples(labels, 1),
        choices(method, labels),
        replaces,
        Runtime.getRuntime().availableProcessors());
  }

  /** Returns the folder of what the engines choose for all draws. */
  private Path choices(TransferMethod method, int labels) {
    return directory.finetuned(method.name(), labels, 1).getParent();
  }

  /**
   * Fine-tunes one model and writes it together with its history.
   *
   * @param draw number of the labelled draw, from 1
   * @param outputs folder of the experiment that gets the model
   * @throws io.lautum.DataException if the pool has fewer than {@code labels} examples
   * @throws io.lautum.UserException if training diverges
   */
  public void run(TransferMethod method, int labels, int draw, ExperimentDirectory outputs)
      throws IOException {
    Path folder = outputs.finetuned(method.name(), labels, draw);
    models.run(
        method,
        examples(labels, draw),
        seed(labels, draw),
        choices(method, labels),
        folder,
        1,
        ExperimentDirectory.model(folder));
  }

  /**
   * Fine-tunes the model of a draw by a method that was chosen for this draw. It has the bits of
   * that method's own model.
   *
   * @param folder folder of the model, its history, checkpoints and the choices of engines
   * @throws io.lautum.UserException if training diverges
   */
  public void runChosen(TransferMethod method, int labels, int draw, Path folder)
      throws IOException {
    TargetExamples examples = examples(labels, draw);
    models.choose(method, examples, folder, false, 1);
    progress.begin(1);
    models.run(
        method, examples, seed(labels, draw), folder, folder, 1, ExperimentDirectory.model(folder));
  }

  /** Returns the manifest's description of the target. */
  public DatasetSummary target() {
    return manifest.target();
  }

  /** Returns the labelled images of a draw. */
  public Shard labelled(int labels, int draw) {
    return pool.at(draw(labels, draw));
  }

  /** Returns all labelled images. */
  public Shard labelled() {
    return pool;
  }

  /**
   * Fine-tunes one model on all labelled images, with the choices of engines and from the
   * checkpoint that are in the folder.
   *
   * @param groups group of each labelled image, which early stopping does not divide; empty if
   *     every image is its own
   * @param folder folder of the history, of the choices of engines and of the checkpoints
   * @param factor factor of the model's logits
   * @param model file of the model
   * @throws io.lautum.UserException if training diverges
   */
  public void runOnAll(TransferMethod method, int[] groups, Path folder, double factor, Path model)
      throws IOException {
    int[] all = IntStream.range(0, pool.size()).toArray();
    TargetExamples examples = TargetExamples.of(pool, all, TargetExamples.NONE).inGroups(groups);
    models.choose(method, examples, folder, false, 1);
    // Draws count from 1, so no draw has this seed.
    long seed = RandomStream.FINE_TUNING.seed(config.seed(), 0, pool.size());
    progress.begin(1);
    models.run(method, examples, seed, folder, folder, factor, model);
  }

  /** Depends on the draw but not on the method: methods differ only in their weights. */
  private long seed(int labels, int draw) {
    return RandomStream.FINE_TUNING.seed(config.seed(), draw, labels);
  }

  private TargetExamples examples(int labels, int draw) {
    return TargetExamples.of(pool, draw(labels, draw), TargetExamples.NONE);
  }

  /** Checks that the pool has enough examples, before any work is done. */
  public void require(int labels) {
    draw(labels, 1);
  }

  private int[] draw(int labels, int draw) {
    return LabelledDraw.choose(
        pool.labels(),
        manifest.target().classes().size(),
        labels,
        draw,
        RandomStream.LABELLED_DRAWS.seed(config.seed()));
  }
}
