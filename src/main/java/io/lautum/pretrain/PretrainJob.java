package io.lautum.pretrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.config.ExperimentConfig;
import io.lautum.config.PretrainConfig;
import io.lautum.data.Seeds;
import io.lautum.distributed.Checkpoints;
import io.lautum.distributed.DistributedTrainer;
import io.lautum.distributed.Dl4jTrainer;
import io.lautum.distributed.ParameterAveragingTrainer;
import io.lautum.distributed.TrainingListener;
import io.lautum.distributed.TrainingPlan;
import io.lautum.distributed.TrainingState;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.method.PreTransfer;
import io.lautum.model.ModelMetadata;
import io.lautum.model.TrainedModel;
import io.lautum.network.TransferNetwork;
import io.lautum.network.TransferTerm;
import io.lautum.network.Updaters;
import io.lautum.shard.Manifest;
import io.lautum.shard.ShardSet;
import io.lautum.storage.ExperimentDirectory;
import io.lautum.storage.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains one method's network on the source, distributed over the workers. */
public final class PretrainJob {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainJob.class);
  private static final int PROGRESS_LINES = 20;

  /** It would be noise in the outputs whose information is measured. */
  private static final double NO_DROPOUT = 0;

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
    FileSystem files = directory.files();
    Path folder = directory.pretrained(method.name());
    Manifest manifest = Manifest.read(files, directory.shards());
    TransferNetwork network =
        new TransferNetwork(
            config.network().architecture(),
            manifest.source().shape(),
            manifest.source().classes().size(),
            NO_DROPOUT);
    TrainingPlan plan = plan(method, manifest, network);
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
        new Checkpoints(files, checkpointFolder, config.pretrain().checkpointEvery());
    Optional<TrainingState> saved = checkpoints.latest();
    // From weights that are the same for every method of an experiment.
    TrainingState start =
        saved.orElseGet(() -> TrainingState.initial(network.initialWeights(config.seed())));
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

  private TrainingPlan plan(PreTransfer method, Manifest manifest, TransferNetwork network) {
    PretrainConfig pretrain = config.pretrain();
    long examples = pretrain.epochs() * manifest.examples(ShardSet.SOURCE_TRAIN);
    long examplesPerRound =
        (long) manifest.workers() * pretrain.batchSize() * pretrain.averagingFrequency();
    int rounds = Math.toIntExact((examples + examplesPerRound - 1) / examplesPerRound);
    Optional<TransferTerm> term = method.term(pretrain);
    int iterations = Math.multiplyExact(rounds, pretrain.averagingFrequency());
    IUpdater updater =
        pretrain.linearDecay()
            ? Updaters.linearDecay(pretrain.learningRate(), iterations)
            : Updaters.constant(pretrain.learningRate());
    ComputationGraphConfiguration graph = network.training(updater, config.seed(), term);
    return new TrainingPlan(
        NetworkBlueprint.of(
            graph,
            config.network().engine(),
            network.shape(),
            pretrain.batchSize(),
            pretrain.regularization()),
        manifest,
        directory.shards().toString(),
        term.isPresent(),
        pretrain.lautum().averaged(),
        pretrain.augmentation(),
        pretrain.averagingFrequency(),
        rounds,
        Seeds.derive(config.seed(), 3));
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
            "pretrain {}: round {} of {}, cross-entropy {}{}, {} examples/s, {} s left",
            method.name(),
            round.round(),
            plan.rounds(),
            "%.4f".formatted(round.crossEntropy()),
            method
                .measure()
                .filter(measure -> !Double.isNaN(round.measure()))
                .map(measure -> ", %s %.4f".formatted(measure.title(), round.measure()))
                .orElse(""),
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
