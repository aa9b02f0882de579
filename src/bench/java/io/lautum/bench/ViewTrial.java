package io.lautum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.cli.SparkRuntime;
import io.lautum.data.image.ImageStore;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.TransferNetwork;
import io.lautum.training.distributed.Checkpoints;
import io.lautum.training.distributed.ParameterAveragingTrainer;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.distributed.TrainingState;
import io.lautum.training.finetune.FineTuner;
import io.lautum.training.finetune.TargetExamples;
import io.lautum.training.pretrain.TrainingPlans;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One training with strongly augmented views of images, in a separate process: a pre-training with
 * {@code contrastive-mutual}, or a fine-tuning with {@code fixmatch}. Loss, optimizer, minibatches
 * and augmentation are those of {@code views.py}. Prints a {@link Measurement}.
 */
@Command(name = "views")
public final class ViewTrial implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int LABELLED = 50;

  @Option(names = "--term", required = true)
  private String term;

  @Option(names = "--shards", required = true)
  private String shards;

  @Option(names = "--checkpoints", required = true)
  private String checkpoints;

  @Option(names = "--warm-up", required = true, description = "Steps before the measurement.")
  private int warmUp;

  @Option(names = "--steps", required = true, description = "Measured steps.")
  private int steps;

  /** Trains and prints one line of JSON. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ViewTrial()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (JavaSparkContext spark =
        new JavaSparkContext(SparkRuntime.settings().setAppName("benchmark"))) {
      Configuration hadoop = spark.hadoopConfiguration();
      Manifest manifest = Manifest.read(FileSystem.get(hadoop), new Path(shards));
      Measurement measurement =
          term.equals("fixmatch") ? finetune(hadoop, manifest) : pretrain(spark, manifest);
      System.out.println(new ObjectMapper().writeValueAsString(measurement));
    }
    return 0;
  }

  private ExperimentConfig config(String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "experiment=benchmark",
                "source.format=glyphs",
                "source.glyphs=digits",
                "target.format=glyphs",
                "target.glyphs=letters",
                "network.architecture=lenet",
                "finetune.dropout=0"));
    all.addAll(List.of(overrides));
    return ConfigLoader.load(List.of(), all, Map.of(), new Configuration(false));
  }

  private Measurement pretrain(JavaSparkContext spark, Manifest manifest) throws IOException {
    ExperimentConfig config =
        config("pretrain.epochs=1", "pretrain.batch-size=128", "pretrain.averaging-interval=10");
    TrainingPlans plans = new TrainingPlans(config, manifest, shards);
    TransferMethod method = TransferMethods.named(term);
    TrainingPlan plan = plans.of(method.before());
    RoundClock clock = new RoundClock(plan, plan.rounds() / 3);
    new ParameterAveragingTrainer(
            spark,
            new Checkpoints(
                FileSystem.get(spark.hadoopConfiguration()), new Path(checkpoints), 50, 2))
        .train(
            plan,
            TrainingState.initial(
                plan.network().withHeads(plans.network().initialWeights(SEED), SEED)),
            clock);
    return clock.measurement();
  }

  private Measurement finetune(Configuration hadoop, Manifest manifest) throws IOException {
    ExperimentConfig config =
        config(
            "finetune.steps=" + (warmUp + steps),
            "finetune.batch-size=" + LABELLED,
            "finetune.average-weights=true",
            "finetune.augmentation.shift=2",
            "finetune.augmentation.noise=0.1",
            "finetune.augmentation.affine=0.2");
    ShardReader reader = new ShardReader(hadoop, new Path(shards));
    Shard pool = reader.readAll(ShardSet.TARGET_LABELLED, manifest);
    Shard unlabelled = reader.readAll(ShardSet.TARGET_UNLABELLED, manifest);
    DatasetSummary target = manifest.target();
    TransferNetwork network =
        new TransferNetwork("lenet", target.shape(), target.classes().size(), 0);
    FineTuner tuner =
        new FineTuner(
            config.finetune(),
            network,
            config.network(),
            target.normalization().table(network.shape()));
    StepClock clock = new StepClock(warmUp, steps, LABELLED);
    tuner.train(
        TransferMethods.named("scratch+fixmatch").after(),
        tuner.startingWeights(Optional.empty(), target.classes(), SEED),
        TargetExamples.of(
            pool, IntStream.range(0, LABELLED).toArray(), ImageStore.of(unlabelled.pixels())),
        SEED,
        clock,
        Optional.empty());
    return clock.measurement();
  }
}
