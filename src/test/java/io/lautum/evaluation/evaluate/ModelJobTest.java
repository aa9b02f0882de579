package io.lautum.evaluation.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.ResultSize;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.Example;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.result.Evaluation;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.information.RunningMoments;
import io.lautum.network.engine.Engines;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.operations.cluster.JobGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with the same sums on one thread, without Spark and without shards. */
class ModelJobTest {
  private static final int EXAMPLES = 50;
  private static final int CLASSES = 3;

  /** A batch size that divides neither the set nor a shard of 50, 25, 17 or 16 images. */
  private static final int BATCH = 7;

  @TempDir java.nio.file.Path folder;

  private final TransferNetwork network =
      new TransferNetwork("mlp", RandomShards.SHAPE, CLASSES, 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void evaluationsAreTheSameForEveryNumberOfShards(int shards) throws IOException {
    Prepared prepared = new Prepared(shards);
    Normalization normalization = prepared.manifest.target().normalization();
    List<Evaluation> evaluations = prepared.evaluations();

    assertThat(evaluations).hasSize(2);
    for (int m = 0; m < 2; m++) {
      Evaluation expected = new Evaluation(CLASSES);
      List<Example> examples = examples(ShardSet.TARGET_TEST);
      List<float[]> outputs = outputs(m, "softmax", normalization, examples);
      for (int i = 0; i < EXAMPLES; i++) {
        expected.add(examples.get(i).label(), outputs.get(i));
      }
      Evaluation evaluation = evaluations.get(m);
      assertThat(evaluation.confusion()).isEqualTo(expected.confusion());
      assertThat(evaluation.accuracy()).isEqualTo(expected.accuracy());
      assertThat(evaluation.crossEntropy()).isCloseTo(expected.crossEntropy(), within(1e-6));
      assertThat(evaluation.calibrationError())
          .isCloseTo(expected.calibrationError(), within(1e-6));
    }
    assertThat(evaluations.get(0).crossEntropy())
        .isNotCloseTo(evaluations.get(1).crossEntropy(), within(1e-3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void momentsAreTheSameForEveryNumberOfShards(int shards) throws IOException {
    Prepared prepared = new Prepared(shards);
    for (String output : List.of("softmax", "logits")) {
      List<RunningMoments> moments = new ArrayList<>();
      prepared.job.moments(prepared.models, TermSpec.output(output), moments::add);
      assertThat(moments).hasSize(2);
      for (int m = 0; m < 2; m++) {
        assertThat(moments.get(m).toArray())
            .containsExactly(
                moments(m, output, prepared.manifest.target().normalization()).toArray(),
                within(1e-3));
      }
    }
  }

  @Test
  void resultsMayTakeUpMoreThanTheDriverMayCollectAtOnce() throws IOException {
    Prepared prepared = new Prepared(EXAMPLES);
    JavaSparkContext spark = LocalSpark.context();
    JobGroup jobs = JobGroup.begin(spark, "many small results", "");
    List<Evaluation> expected;
    try {
      expected = prepared.evaluations();
      assertThat(spark.statusTracker().getJobIdsForGroup("many small results"))
          .hasSizeLessThanOrEqualTo(2);
    } finally {
      jobs.restore();
    }
    // 100 evaluations of 28 kB.
    List<Evaluation> evaluations;
    try (ResultSize size = ResultSize.megabyte()) {
      size.requireSet();
      evaluations = prepared.evaluations();
    }

    assertThat(evaluations).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void noModelsGiveNoResults() throws IOException {
    Prepared prepared = new Prepared(1);
    prepared.models.clear();
    assertThat(prepared.evaluations()).isEmpty();
  }

  /** Shards and two models on disk for one test. */
  private final class Prepared {
    private final Manifest manifest;
    private final ModelJob job;
    private final List<Path> models = new ArrayList<>();

    Prepared(int shards) throws IOException {
      ExperimentDirectory directory =
          new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
      manifest = RandomShards.write(directory, shards, EXAMPLES, CLASSES, CLASSES);
      job = new ModelJob(LocalSpark.context(), manifest, directory.shards(), BATCH, Engines.AUTO);
      for (int m = 0; m < 2; m++) {
        Path path = new Path(directory.root(), "model-" + m + ".zip");
        model(m).write(directory.files(), path);
        models.add(path);
      }
    }

    List<Evaluation> evaluations() {
      List<Evaluation> evaluations = new ArrayList<>();
      job.evaluate(models, ShardSet.TARGET_TEST, manifest.target(), evaluations::add);
      return evaluations;
    }
  }

  private TrainedModel model(int number) {
    return new TrainedModel(
        new ModelMetadata(
            network,
            List.of("a", "b", "c"),
            new Normalization(new float[] {0}, new float[] {1}),
            "standard"),
        RandomShards.weights(network, 10 + number));
  }

  private RunningMoments moments(int model, String output, Normalization normalization) {
    List<Example> examples = examples(ShardSet.TARGET_UNLABELLED);
    double[] w = new double[EXAMPLES * CLASSES];
    double[] z = new double[EXAMPLES * RandomShards.COMPONENTS];
    List<float[]> outputs = outputs(model, output, normalization, examples);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int k = 0; k < CLASSES; k++) {
        w[i * CLASSES + k] = outputs.get(i)[k];
      }
      float[] whitened = RandomShards.whitened(examples.get(i).pixels());
      for (int k = 0; k < RandomShards.COMPONENTS; k++) {
        z[i * RandomShards.COMPONENTS + k] = whitened[k];
      }
    }
    RunningMoments moments = new RunningMoments(CLASSES, RandomShards.COMPONENTS);
    moments.accumulate(w, z, EXAMPLES);
    return moments;
  }

  private List<float[]> outputs(
      int model, String output, Normalization normalization, List<Example> examples) {
    byte[][] images = examples.stream().map(Example::pixels).toArray(byte[][]::new);
    List<float[]> rows = new ArrayList<>();
    try (Predictor predictor = new Predictor(model(model), normalization, EXAMPLES, Engines.AUTO)) {
      predictor.outputs(
          images, TermSpec.output(output), (first, outputs) -> rows.addAll(List.of(outputs)));
    }
    return rows;
  }

  private static List<Example> examples(ShardSet set) {
    return IntStream.range(0, EXAMPLES)
        .mapToObj(id -> RandomShards.example(set, id, CLASSES))
        .toList();
  }
}
