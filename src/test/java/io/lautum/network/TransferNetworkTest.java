package io.lautum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.ImageShape;
import io.lautum.regularization.LautumLoss;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;

public class TransferNetworkTest {
  private static final int CLASSES = 3;

  @ParameterizedTest
  @CsvSource({"lenet, 16", "cnn, 8", "mlp, 4"})
  void bothGraphsComputeTheSameFromTheSameWeights(String architecture, int side) {
    TransferNetwork network = network(architecture, side, 0);
    ComputationGraph training = graph(training(network, TransferTerm.Output.SOFTMAX));
    Nd4j.getRandom().setSeed(5);
    // So that no weight, shift or running mean of batch normalisation is at its initial value.
    training.params().addi(Nd4j.randn(DataType.FLOAT, training.params().shape()).muli(0.05));
    ComputationGraph inference = graph(network.inference(new NoOp(), 2));
    inference.setParams(training.params());

    INDArray source = images(5, side);
    INDArray target = images(5, side);
    INDArray[] outputs = training.output(source, target);

    assertClose(outputs[0], inference.outputSingle(source));
    INDArray all = inference.outputSingle(Nd4j.concat(0, source, target));
    assertClose(outputs[1], all);
    assertThat(outputs[0].squaredDistance(all.get(NDArrayIndex.interval(5, 10))))
        .as("not vacuous")
        .isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @EnumSource(TransferTerm.Output.class)
  void theTermSeesTheOutputAskedForOfBothHalves(TransferTerm.Output on) {
    TransferNetwork network = network("mlp", 4, 0);
    ComputationGraph training = graph(training(network, on));
    ComputationGraph inference = graph(network.inference(new NoOp(), 1));
    INDArray labelled = images(5, 4);
    INDArray unlabelled = images(5, 4);
    String layer =
        Map.of(
                TransferTerm.Output.SOFTMAX, "probabilities",
                TransferTerm.Output.LOGITS, "logits",
                TransferTerm.Output.FEATURES, "features")
            .get(on);

    INDArray seen = training.output(labelled, unlabelled)[1];

    INDArray stacked = Nd4j.concat(0, labelled, unlabelled);
    assertClose(seen, inference.feedForward(stacked, false).get(layer));
  }

  @Test
  void withoutATermTheTrainingGraphIsTheInferenceGraph() {
    TransferNetwork network = network("mlp", 4, 0.5);
    assertThat(network.training(Updaters.constant(0.1), 3, Optional.empty()).toJson())
        .isEqualTo(network.inference(Updaters.constant(0.1), 3).toJson());
  }

  @Test
  void theSeedDecidesTheInitialWeights() {
    TransferNetwork network = network("mlp", 4, 0);
    INDArray weights = graph(network.inference(new NoOp(), 1)).params();
    assertThat(graph(network.inference(new NoOp(), 1)).params()).isEqualTo(weights);
    assertThat(graph(network.inference(new NoOp(), 2)).params()).isNotEqualTo(weights);
  }

  /**
   * A logit is Σ wᵢfᵢ + b; dropping each feature with probability d and dividing the rest by 1 − d
   * leaves its mean and gives it the variance d/(1−d) Σ (wᵢfᵢ)².
   */
  @Test
  void dropoutDropsFeaturesWithItsProbabilityInTrainingOnly() {
    double dropout = 0.2;
    ComputationGraph network = graph(network("mlp", 4, dropout).inference(new NoOp(), 1));
    INDArray image = images(1, 4);
    INDArray sameImages = Nd4j.tile(image.reshape(1, 16), 2000, 1).reshape(2000, 1, 4, 4);

    Map<String, INDArray> inference = network.feedForward(sameImages, false);
    INDArray logits = network.feedForward(sameImages, true).get("logits");

    INDArray undropped = inference.get("logits");
    assertThat(undropped.std(0).maxNumber().doubleValue()).isLessThan(1e-5);
    INDArray features = inference.get("features").getRow(0).reshape(256, 1);
    INDArray weights = network.getLayer("logits").getParam("W");
    INDArray variance = weights.mulColumnVector(features).norm2(0);
    variance.muli(variance).muli(dropout / (1 - dropout));
    for (int k = 0; k < CLASSES; k++) {
      double deviation = Math.sqrt(variance.getDouble(k));
      assertThat(logits.getColumn(k).meanNumber().doubleValue())
          .isCloseTo(undropped.getDouble(0, k), within(4 * deviation / Math.sqrt(2000)));
      assertThat(logits.getColumn(k).stdNumber().doubleValue() / deviation)
          .isCloseTo(1, within(0.1));
    }
  }

  /**
   * The first Adam step of a fresh network moves every weight whose gradient is not tiny by the
   * learning rate times (1−β₁)/(1−β₁ᵗ) · √((1−β₂ᵗ)/(1−β₂)), where t counts from 1.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4})
  void adamTakesTheFallingLearningRateOfTheIteration(int iteration) {
    TransferNetwork network = network("mlp", 4, 0);
    ComputationGraphConfiguration configuration =
        network.inference(Updaters.linearDecay(0.01, 4), 1);
    ComputationGraph graph = graph(ComputationGraphConfiguration.fromJson(configuration.toJson()));
    graph.getConfiguration().setIterationCount(iteration);
    INDArray before = graph.params().dup();

    graph.fit(new MultiDataSet(images(3, 4), Nd4j.eye(CLASSES).castTo(DataType.FLOAT)));

    int t = iteration + 1;
    double correction = 0.1 / (1 - Math.pow(0.9, t)) * Math.sqrt((1 - Math.pow(0.999, t)) / 0.001);
    double expected = 0.01 * (1 - iteration / 4.0) * correction;
    assertThat(graph.params().sub(before).amaxNumber().doubleValue())
        .isCloseTo(expected, within(1e-6));
    assertThat(graph.getIterationCount()).isEqualTo(t);
  }

  @Test
  void survivesJavaSerialisation() {
    TransferNetwork network = network("cnn", 8, 0.25);
    assertThat(SerializationUtils.clone(network)).isEqualTo(network);
  }

  private static TransferNetwork network(String architecture, int side, double dropout) {
    return new TransferNetwork(architecture, new ImageShape(1, side, side), CLASSES, dropout);
  }

  private static ComputationGraphConfiguration training(
      TransferNetwork network, TransferTerm.Output on) {
    TransferTerm term = new TransferTerm(on, new LautumLoss(1, 0.1, 0.9, 0.99, 0));
    return network.training(new NoOp(), 1, Optional.of(term));
  }

  private static ComputationGraph graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static INDArray images(int n, int side) {
    return Nd4j.randn(DataType.FLOAT, n, 1, side, side);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-6);
  }
}
