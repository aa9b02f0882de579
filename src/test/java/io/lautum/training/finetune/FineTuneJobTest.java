package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.Dl4jGraph;
import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.WeightDifference;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.report.tracking.CapturedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class FineTuneJobTest {
  /** One step too small to change a weight: the written model has the starting weights. */
  private static final String[] STILL = {
    "finetune.steps=1", "finetune.learning-rate=1e-30", "finetune.augmentation.noise=0"
  };

  private static final int EXAMPLES = 24;
  private static final int TARGET_CLASSES = 3;
  private static final TransferMethod STANDARD = TransferMethods.named("standard");
  private static final TransferMethod SCRATCH = TransferMethods.named("scratch");

  @TempDir Path folder;
  private Configuration hadoop;
  private ExperimentDirectory directory;

  @BeforeEach
  void createDirectory() {
    hadoop = new Configuration(false);
    directory = new ExperimentDirectory(folder.toString(), "small", hadoop);
  }

  @Test
  void copiesAllWeightsIfHeadIsKept() throws IOException {
    TrainedModel source = pretrained(TARGET_CLASSES);
    String[] overrides = Arrays.copyOf(STILL, STILL.length + 1);
    overrides[STILL.length] = "finetune.head=pretrained-in-order";
    job(overrides).run(STANDARD, 6, 1, directory);
    assertThat(WeightDifference.largest(model(STANDARD, 6, 1).parameters(), source.parameters()))
        .isLessThan(1e-20f);
  }

  @Test
  void headOfOtherClassesIsRejected() throws IOException {
    pretrained(TARGET_CLASSES);
    assertThatThrownBy(() -> job("finetune.head=pretrained").run(STANDARD, 6, 1, directory))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "source0, source1, source2", "target0, target1, target2", "pretrained-in-order");
    pretrained(5);
    assertThatThrownBy(
            () -> job("finetune.head=pretrained-in-order").run(STANDARD, 6, 1, directory))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the same number of classes");
  }

  @Test
  void replacesOnlyLastLayerForAnyNumberOfSourceClasses() throws IOException {
    for (int sourceClasses : new int[] {2, TARGET_CLASSES, 5}) {
      ComputationGraph source = Dl4jGraph.of(pretrained(sourceClasses));
      job(STILL).run(STANDARD, 6, 1, directory);
      TrainedModel model = model(STANDARD, 6, 1);
      ComputationGraph target = Dl4jGraph.of(model);
      for (String layer : List.of("hidden", "features")) {
        for (Map.Entry<String, INDArray> weights : layer(source, layer).entrySet()) {
          float[] taken = values(layer(target, layer).get(weights.getKey()));
          assertThat(WeightDifference.largest(taken, values(weights.getValue())))
              .as("%s %s of %d classes", layer, weights.getKey(), sourceClasses)
              .isLessThan(1e-20f);
        }
      }
      INDArray head = layer(target, "logits").get("W");
      assertThat(head.shape()).containsExactly(256, TARGET_CLASSES);
      // Xavier: normal with variance 2 / (256 + 3).
      assertThat(deviation(values(head))).isCloseTo(Math.sqrt(2.0 / 259), within(0.01));
      assertThat(values(layer(target, "logits").get("b")))
          .containsExactly(new float[TARGET_CLASSES], within(1e-20f));
      assertThat(model.metadata().classes()).containsExactly("target0", "target1", "target2");
    }
  }

  @Test
  void randomLastLayerDiffersBetweenDraws() throws IOException {
    pretrained(5);
    FineTuneJob job = job(STILL);
    job.run(STANDARD, 6, 1, directory);
    job.run(STANDARD, 6, 2, directory);
    assertThat(values(layer(Dl4jGraph.of(model(STANDARD, 6, 1)), "logits").get("W")))
        .isNotEqualTo(values(layer(Dl4jGraph.of(model(STANDARD, 6, 2)), "logits").get("W")));
  }

  @Test
  void scratchDoesNotDependOnSource() throws IOException {
    RandomShards.write(directory, 2, EXAMPLES, 5, TARGET_CLASSES);
    job(STILL).run(SCRATCH, 6, 1, directory);
    float[] weights = model(SCRATCH, 6, 1).parameters();
    pretrained(TARGET_CLASSES);
    job(STILL).run(SCRATCH, 6, 1, directory);
    assertThat(model(SCRATCH, 6, 1).parameters()).isEqualTo(weights);
  }

  @Test
  void termThatCannotActIsToldOncePerNumberOfLabels() throws IOException {
    RandomShards.write(directory, 2, EXAMPLES, TARGET_CLASSES, TARGET_CLASSES);
    TransferMethod method = TransferMethods.named("scratch+temporal-ensembling");
    for (int steps : new int[] {4, 5}) {
      FineTuneJob job = job("finetune.steps=" + steps, "finetune.batch-size=6");
      try (CapturedLog log = new CapturedLog(ModelFineTuneJob.class)) {
        job.choose(method, 6, true);
        job.run(method, 6, 1, directory);
        job.run(method, 6, 2, directory);
        assertThat(log.lines()).as("%d steps", steps).hasSize(steps == 4 ? 1 : 0);
        assertThat(log.lines())
            .allMatch(line -> line.contains("scratch+temporal-ensembling, 6 labels: temporal"));
      }
    }
  }

  @Test
  void opensOnlyTargetPool() throws IOException {
    pretrained(5);
    for (ShardSet set : ShardSet.values()) {
      if (set != ShardSet.TARGET_LABELLED) {
        directory
            .files()
            .delete(new org.apache.hadoop.fs.Path(directory.shards(), set.directory()), true);
      }
    }
    job(STILL).run(STANDARD, 6, 1, directory);
    assertThat(model(STANDARD, 6, 1).metadata().method()).isEqualTo("standard");
  }

  @Test
  void historyHasTheMetricsOfThePostTransferStage() throws IOException {
    RandomShards.write(directory, 1, EXAMPLES, 5, TARGET_CLASSES);
    TransferMethod method = TransferMethods.named("scratch+temporal-ensembling");
    job("finetune.steps=10").run(method, 6, 1, directory);
    assertThat(Path.of(directory.finetuned(method.name(), 6, 1).toUri()).resolve("history.jsonl"))
        .content()
        .matches(
            "\\{\"format\":1,\"step\":10,\"crossEntropy\":[0-9.E-]+,\"images\":120.0,"
                + "\"squaredDifference\":[0-9.E-]+}\n");
  }

  @Test
  void writesEveryTenthAndLastStepToHistory() throws IOException {
    RandomShards.write(directory, 1, EXAMPLES, 5, TARGET_CLASSES);
    job("finetune.steps=25").run(SCRATCH, 6, 1, directory);
    assertThat(Path.of(directory.finetuned("scratch", 6, 1).toUri()).resolve("history.jsonl"))
        .content()
        .matches(
            """
            \\{"format":1,"step":10,"crossEntropy":[0-9.E-]+,"images":60.0}
            \\{"format":1,"step":20,"crossEntropy":[0-9.E-]+,"images":120.0}
            \\{"format":1,"step":25,"crossEntropy":[0-9.E-]+,"images":150.0}
            """);
  }

  @Test
  void severalThreadsGiveSameBitsAsOne() throws Exception {
    pretrained(5);
    String[] overrides = {"finetune.dropout=0.5", "finetune.steps=8", "workers=2"};
    List<float[]> sequential = new ArrayList<>();
    FineTuneJob job = job(overrides);
    for (int draw = 1; draw <= 4; draw++) {
      job.run(STANDARD, 9, draw, directory);
      sequential.add(model(STANDARD, 9, draw).parameters());
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int draw = 1; draw <= 4; draw++) {
        int number = draw;
        running.add(
            threads.submit(
                () -> {
                  job.run(STANDARD, 9, number, directory);
                  return null;
                }));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (int draw = 1; draw <= 4; draw++) {
      assertThat(model(STANDARD, 9, draw).parameters()).isEqualTo(sequential.get(draw - 1));
    }
  }

  @Test
  void moreLabelsThanPoolHasAreRejected() throws IOException {
    RandomShards.write(directory, 2, EXAMPLES, 5, TARGET_CLASSES);
    FineTuneJob job = job();
    job.require(EXAMPLES);
    assertThatThrownBy(() -> job.require(EXAMPLES + 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels = 25")
        .hasMessageContaining("24 examples");
  }

  @Test
  void divergenceNamesModelAndKeyToLower() throws IOException {
    RandomShards.write(directory, 1, EXAMPLES, 5, TARGET_CLASSES);
    assertThatThrownBy(() -> job("finetune.learning-rate=1e30").run(SCRATCH, 6, 1, directory))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune/scratch/labels-6/draw-1")
        .hasMessageContaining("lower finetune.learning-rate (1.0E30)");
    assertThat(
            directory
                .files()
                .exists(ExperimentDirectory.model(directory.finetuned("scratch", 6, 1))))
        .isFalse();
  }

  private FineTuneJob job(String... overrides) throws IOException {
    ExperimentConfig config = SmallExperiment.load(folder, overrides);
    return new FineTuneJob(config, directory, hadoop, LocalSpark::context);
  }

  /** Writes shards and a pre-trained model with random weights. */
  private TrainedModel pretrained(int sourceClasses) throws IOException {
    Manifest manifest = RandomShards.write(directory, 2, EXAMPLES, sourceClasses, TARGET_CLASSES);
    TransferNetwork network = new TransferNetwork("mlp", RandomShards.SHAPE, sourceClasses, 0);
    TrainedModel model =
        new TrainedModel(
            new ModelMetadata(
                network,
                manifest.source().classes(),
                manifest.source().normalization(),
                "standard"),
            RandomShards.weights(network, 99));
    model.write(directory.files(), ExperimentDirectory.model(directory.pretrained("standard")));
    return model;
  }

  private TrainedModel model(TransferMethod method, int labels, int draw) throws IOException {
    return TrainedModel.read(
        directory.files(),
        ExperimentDirectory.model(directory.finetuned(method.name(), labels, draw)));
  }

  private static Map<String, INDArray> layer(ComputationGraph graph, String name) {
    return graph.getLayer(name).paramTable();
  }

  private static float[] values(INDArray array) {
    return array.dup('c').reshape(-1).toFloatVector();
  }

  /** Returns the largest difference of two weights. */
  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
