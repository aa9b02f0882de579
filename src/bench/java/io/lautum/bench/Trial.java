package io.lautum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.cli.SparkRuntime;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.network.engine.Engines;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.distributed.Checkpoints;
import io.lautum.training.distributed.DistributedTrainer;
import io.lautum.training.distributed.ParameterAveragingTrainer;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.distributed.TrainingState;
import io.lautum.training.distributed.UpdaterStep;
import io.lautum.training.distributed.dl4j.Dl4jTrainer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One training run of this system, in a separate process with the options of {@code submit/lautum}.
 * Loss, optimizer and minibatches are those of {@code lenet.py}. Prints a {@link Measurement}.
 */
@Command(name = "trial")
public final class Trial implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int BATCH = 50;

  /** The inputs and the loss of the network. */
  enum Term {
    /** Source images only. */
    SOURCE,
    /** Source and target images, with a target term without any work. */
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

  @Option(names = "--warm-up", required = true, description = "Rounds before the measurement.")
  private int warmUp;

  @Option(names = "--rounds", required = true, description = "Measured rounds.")
  private int rounds;

  /** Trains and prints one line of JSON. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Trial()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (JavaSparkContext spark =
        new JavaSparkContext(SparkRuntime.settings().setAppName("benchmark"))) {
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

  /**
   * Returns the plan that {@code pretrain} makes from the defaults, with the batch size and the
   * learning rate of lenet.py.
   */
  private TrainingPlan plan(TransferNetwork network, Manifest manifest) {
    List<TermSpec> terms =
        switch (term) {
          case SOURCE -> List.of();
          case TWO_INPUTS -> List.of(new NoTerm());
          case LAUTUM ->
              List.of(GaussianTerm.lautum(TermSpec.PROBABILITIES, 1.0, 0.1, 0.98, 0.99, 20, true));
        };
    ImageGroup labelled = ImageGroup.trained(ImageGroup.LABELLED, BATCH);
    ImageGroup unlabelled = ImageGroup.trained(ImageGroup.UNLABELLED, BATCH);
    return new TrainingPlan(
        NetworkBlueprint.of(
            network.graph(),
            new NetworkConfig(network.architecture(), Engines.AUTO, "float"),
            terms.isEmpty() ? List.of(labelled) : List.of(labelled, unlabelled),
            Optimizer.constant(1e-3),
            terms,
            RegularizationConfig.NONE),
        new UpdaterStep(1),
        manifest,
        shards,
        AugmentationConfig.OFF,
        AugmentationConfig.OFF,
        0,
        0,
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
