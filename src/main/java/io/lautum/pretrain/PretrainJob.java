package io.lautum.pretrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.config.ExperimentConfig;
import io.lautum.distributed.Checkpoints;
import io.lautum.distributed.DistributedTrainer;
import io.lautum.distributed.Dl4jTrainer;
import io.lautum.distributed.ParameterAveragingTrainer;
import io.lautum.distributed.TrainingListener;
import io.lautum.distributed.TrainingPlan;
import io.lautum.distributed.TrainingState;
import io.lautum.method.PreTransfer;
import io.lautum.model.ModelMetadata;
import io.lautum.model.TrainedModel;
import io.lautum.network.TransferNetwork;
import io.lautum.shard.Manifest;
import io.lautum.storage.ExperimentDirectory;
import io.lautum.storage.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains one method's network on the source, distributed over the workers. */
public final class PretrainJob {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainJob.class);
  private static final int PROGRESS_LINES = 20;

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;

  public PretrainJob(
      JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory) {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
  }

  /** Trains to the end, from the last checkpoint if there is one, and writes model and history. */
  public void run(PreTransfer method) throws IOException {
    run(method, directory.pretrained(method.name()));
  }

  /**
   * As {@link #run(PreTransfer)}, into another folder.
   *
   * @param folder of model, history and checkpoints
   */
  public void run(PreTransfer method, Path folder) throws IOException {
    FileSystem files = directory.files();
    Manifest manifest = Manifest.read(files, directory.shards());
    TrainingPlans plans = new TrainingPlans(config, manifest, directory.shards().toString());
    TransferNetwork network = plans.network();
    TrainingPlan plan = plans.of(method);
    LOG.info(
        "pretrain {} ({}): {} rounds of {} x {} minibatches of {}",
        method.name(),
        plan.network().engine(),
        plan.rounds(),
        plan.workers(),
        plan.averagingFrequency(),
        plan.batchSize());
    Path checkpointFolder = new Path(folder, "checkpoint");
    Checkpoints checkpoints =
        new Checkpoints(
            files,
            checkpointFolder,
            config.pretrain().checkpointEvery(),
            config.pretrain().checkpointsKept());
    Optional<TrainingState> saved = checkpoints.latest();
    TrainingState start =
        saved.isPresent() ? saved.get() : TrainingState.initial(initialWeights(method, network));
    try (JsonLines history =
        JsonLines.resume(
            files,
            ExperimentDirectory.history(folder),
            line -> line.path("iteration").asInt(Integer.MAX_VALUE) <= start.iteration())) {
      float[] weights = trainer(checkpoints).train(plan, start, listener(method, plan, history));
      new TrainedModel(
              new ModelMetadata(
                  network,
                  manifest.source().classes(),
                  manifest.source().normalization(),
                  method.name()),
              weights)
          .write(files, ExperimentDirectory.model(folder));
    }
    files.delete(checkpointFolder, true);
  }

  private float[] initialWeights(PreTransfer method, TransferNetwork network) throws IOException {
    Optional<PreTransfer> refined = method.refined(config.pretrain());
    if (refined.isPresent()) {
      Path folder = directory.pretrained(refined.get().name());
      return TrainedModel.read(directory.files(), ExperimentDirectory.model(folder)).parameters();
    }
    // The same for every method of an experiment.
    return network.initialWeights(config.seed());
  }

  private DistributedTrainer trainer(Checkpoints checkpoints) {
    return config.pretrain().trainer().equals("dl4j")
        ? new Dl4jTrainer(spark)
        : new ParameterAveragingTrainer(spark, checkpoints);
  }

  private static TrainingListener listener(
      PreTransfer method, TrainingPlan plan, JsonLines history) {
    int every = Math.max(1, plan.rounds() / PROGRESS_LINES);
    return round -> {
      write(method, round, history);
      if (round.round() % every == 0 || round.round() == plan.rounds()) {
        LOG.info(
            "pretrain {}: round {} of {}, cross-entropy {}{}{}, {} examples/s, {} s left",
            method.name(),
            round.round(),
            plan.rounds(),
            "%.4f".formatted(round.crossEntropy()),
            method
                .measure()
                .filter(measure -> !Double.isNaN(round.measure()))
                .map(measure -> ", %s %.4f".formatted(measure.title(), round.measure()))
                .orElse(""),
            Double.isNaN(round.effectiveSampleSize())
                ? ""
                : ", effective sample size %.1f".formatted(round.effectiveSampleSize()),
            Math.round(round.examplesPerSecond()),
            Math.round((plan.rounds() - round.round()) * round.seconds()));
      }
    };
  }

  private static void write(PreTransfer method, TrainingListener.Round round, JsonLines history) {
    ObjectNode line =
        JsonLines.line()
            .put("round", round.round())
            .put("iteration", round.iteration())
            .put("crossEntropy", round.crossEntropy())
            .put("effectiveSampleSize", round.effectiveSampleSize())
            .put("forwardPasses", round.forwardPasses())
            .put("backwardPasses", round.backwardPasses())
            .put("seconds", round.seconds())
            .put("averagingSeconds", round.averagingSeconds())
            .put("examplesPerSecond", round.examplesPerSecond());
    method.measure().ifPresent(measure -> line.put(measure.key(), round.measure()));
    try {
      history.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
