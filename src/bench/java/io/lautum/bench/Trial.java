package io.lautum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.config.AugmentationConfig;
import io.lautum.config.RegularizationConfig;
import io.lautum.distributed.Checkpoints;
import io.lautum.distributed.DistributedTrainer;
import io.lautum.distributed.Dl4jTrainer;
import io.lautum.distributed.ParameterAveragingTrainer;
import io.lautum.distributed.TrainingPlan;
import io.lautum.distributed.TrainingState;
import io.lautum.distributed.UpdaterStep;
import io.lautum.execution.Engine;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.network.TransferTerm;
import io.lautum.network.Updaters;
import io.lautum.network.model.TransferNetwork;
import io.lautum.regularization.LautumLoss;
import io.lautum.shard.Manifest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One training run of this system, in a process of its own that {@code submit/lautum} has set up:
 * the loss, the optimizer and the minibatches of {@code lenet.py}. Prints a {@link Measurement}.
 */
@Command(name = "trial")
public final class Trial implements Callable<Integer> {
  private static final long SEED = 1;

  /** What the network trains on. */
  enum Term {
    /** Source images alone. */
    SOURCE,
    /** Source and target images, with a target term that costs nothing. */
    TWO_INPUTS,
    /** Source and target images with the Lautum term. */
    LAUTUM
  }

  @Option(names = "--trainer", required = true)
  private String trainer;

  @Option(names = "--term", required = true)
  private Term term;

  @Option(names = "--shards", required = true)
  private String shards;

  @Option(names = "--checkpoints", required = true)
  private String checkpoints;

  @Option(names = "--warm-up", required = true, description = "Rounds before the clock.")
  private int warmUp;

  @Option(names = "--rounds", required = true, description = "Rounds on the clock.")
  private int rounds;

  /** Trains and prints one line. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Trial()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("benchmark"))) {
      FileSystem files = FileSystem.get(spark.hadoopConfiguration());
      Manifest manifest = Manifest.read(files, new Path(shards));
      TransferNetwork network =
          new TransferNetwork(
              "lenet", manifest.source().shape(), manifest.source().classes().size(), 0);
      TrainingPlan plan = plan(network, manifest);
      RoundClock clock = new RoundClock(plan, warmUp);
      trainer(spark, files).train(plan, TrainingState.initial(network.initialWeights(SEED)), clock);
      System.out.println(new ObjectMapper().writeValueAsString(clock.measurement()));
    }
    return 0;
  }

  /** As {@code pretrain} makes it from the defaults, with the batch and the rate of lenet.py. */
  private TrainingPlan plan(TransferNetwork network, Manifest manifest) {
    Optional<TransferTerm> target =
        switch (term) {
          case SOURCE -> Optional.empty();
          case TWO_INPUTS ->
              Optional.of(new TransferTerm(TransferTerm.Output.SOFTMAX, new NoTransferLoss()));
          case LAUTUM ->
              Optional.of(
                  new TransferTerm(
                      TransferTerm.Output.SOFTMAX, new LautumLoss(1.0, 0.1, 0.98, 0.99, 20)));
        };
    ComputationGraphConfiguration graph = network.training(Updaters.constant(1e-3), SEED, target);
    return new TrainingPlan(
        NetworkBlueprint.of(graph, Engine.AUTO, network.shape(), 50, RegularizationConfig.NONE),
        new UpdaterStep(1),
        manifest,
        shards,
        target.isPresent(),
        true,
        AugmentationConfig.OFF,
        10,
        warmUp + rounds,
        SEED);
  }

  private DistributedTrainer trainer(JavaSparkContext spark, FileSystem files) {
    return trainer.equals("dl4j")
        ? new Dl4jTrainer(spark)
        : new ParameterAveragingTrainer(
            spark, new Checkpoints(files, new Path(checkpoints), 50, 2));
  }
}
