package io.lautum.network.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.Dl4jGraph;
import io.lautum.RandomShards;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.ShardSet;
import io.lautum.network.engine.Engines;
import io.lautum.network.loss.TermSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class PredictorTest {
  private static final int IMAGES = 23;
  private static final Normalization OWN =
      new Normalization(new float[] {0.5f}, new float[] {0.25f});
  private static final Normalization OTHER = new Normalization(new float[] {0.1f}, new float[] {2});

  /** The network has dropout, which must be disabled in prediction. */
  private final TransferNetwork network = new TransferNetwork("mlp", RandomShards.SHAPE, 3, 0.5);

  private final TrainedModel model =
      new TrainedModel(
          new ModelMetadata(network, List.of("a", "b", "c"), OWN, "standard"),
          RandomShards.weights(network, 5));
  private final byte[][] images =
      IntStream.range(0, IMAGES)
          .mapToObj(id -> RandomShards.example(ShardSet.TARGET_TEST, id, 3).pixels())
          .toArray(byte[][]::new);

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "dl4j"})
  void probabilitiesAgreeWithTheGraph(String engine) {
    float[][] expected = Dl4jGraph.of(model).output(input(OWN))[0].toFloatMatrix();
    List<float[]> rows = new ArrayList<>();
    try (Predictor predictor = new Predictor(model, OWN, 8, engine)) {
      predictor.probabilities(images, (first, outputs) -> rows.addAll(List.of(outputs)));
    }
    assertSame(rows, expected);
  }

  @Test
  void featuresAndLogitsAgreeWithManualComputation() {
    ComputationGraph graph = Dl4jGraph.of(model);
    INDArray flat = input(OWN).reshape(IMAGES, RandomShards.SHAPE.size());
    INDArray features = relu(dense(graph, "features", relu(dense(graph, "hidden", flat))));
    INDArray logits = dense(graph, "logits", features);
    assertSame(outputs("features", OWN, 8), features.toFloatMatrix());
    assertSame(outputs("logits", OWN, 8), logits.toFloatMatrix());
    assertSame(outputs(TermSpec.PROBABILITIES, OWN, 8), Transforms.softmax(logits).toFloatMatrix());
  }

  @Test
  void resultsDoNotDependOnTheBatchSize() {
    float[][] whole = outputs(TermSpec.PROBABILITIES, OWN, 100).toArray(float[][]::new);
    for (int batchSize : new int[] {1, 7, 22, 23}) {
      assertSame(outputs(TermSpec.PROBABILITIES, OWN, batchSize), whole);
    }
  }

  @Test
  void networkGrowsWithTheBatches() {
    float[][] whole = outputs(TermSpec.PROBABILITIES, OWN, 100).toArray(float[][]::new);
    try (Predictor predictor = new Predictor(model, OWN, 100, Engines.AUTO)) {
      for (int size : new int[] {3, IMAGES, 1}) {
        predictor.probabilities(
            Arrays.copyOf(images, size),
            (first, outputs) -> assertSame(List.of(outputs), Arrays.copyOf(whole, size)));
      }
    }
  }

  @Test
  void batchesReportTheirFirstImage() {
    List<Integer> starts = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    try (Predictor predictor = new Predictor(model, OWN, 10, Engines.AUTO)) {
      predictor.probabilities(
          images,
          (first, outputs) -> {
            starts.add(first);
            sizes.add(outputs.length);
          });
    }
    assertThat(starts).containsExactly(0, 10, 20);
    assertThat(sizes).containsExactly(10, 10, 3);
  }

  @Test
  void normalisesWithTheGivenDomainInsteadOfTheModels() {
    float[][] expected = Dl4jGraph.of(model).output(input(OTHER))[0].toFloatMatrix();
    assertSame(outputs(TermSpec.PROBABILITIES, OTHER, 8), expected);
    assertThat(expected[0][0])
        .isNotCloseTo(outputs(TermSpec.PROBABILITIES, OWN, 8).get(0)[0], within(1e-3f));
  }

  private List<float[]> outputs(String output, Normalization normalization, int batchSize) {
    List<float[]> rows = new ArrayList<>();
    try (Predictor predictor = new Predictor(model, normalization, batchSize, Engines.AUTO)) {
      predictor.outputs(images, output, (first, outputs) -> rows.addAll(List.of(outputs)));
    }
    return rows;
  }

  /** Returns all images as one batch, normalised by the formula (byte / 255 - mean) / std. */
  private INDArray input(Normalization normalization) {
    INDArray input =
        Nd4j.create(IMAGES, 1, RandomShards.SHAPE.height(), RandomShards.SHAPE.width());
    for (int i = 0; i < IMAGES; i++) {
      for (int p = 0; p < images[i].length; p++) {
        double value = (images[i][p] & 0xff) / 255.0;
        input.putScalar(
            new int[] {i, 0, p / RandomShards.SHAPE.width(), p % RandomShards.SHAPE.width()},
            (value - normalization.mean()[0]) / normalization.std()[0]);
      }
    }
    return input;
  }

  private static INDArray dense(ComputationGraph graph, String layer, INDArray input) {
    return input
        .mmul(graph.getLayer(layer).getParam("W"))
        .addRowVector(graph.getLayer(layer).getParam("b"));
  }

  private static INDArray relu(INDArray values) {
    return Transforms.max(values, 0);
  }

  private static void assertSame(List<float[]> rows, float[][] expected) {
    assertThat(rows).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(rows.get(i)).containsExactly(expected[i], within(2e-5f));
    }
  }
}
