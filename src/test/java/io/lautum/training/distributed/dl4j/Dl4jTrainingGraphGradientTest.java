package io.lautum.training.distributed.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.method.mkmmd.MkMmdTerm;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroups;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.training.NetworkBlueprint;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Compares back-propagation through DL4J's training graph with differences of its score. */
class Dl4jTrainingGraphGradientTest {
  private static final int N = 40;
  private static final double STEP = 1e-6;

  @ParameterizedTest
  @CsvSource({"softmax, 0.01", "logits, 0.1", "features, 10"})
  void lautum(String output, double ridge) {
    everyParameterHasTheDerivativeOfTheWholeLoss(
        GaussianTerm.lautum(TermSpec.output(output), 0.7, ridge, 0, 0.999, 0, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "logits", "features"})
  void mkMmd(String output) {
    everyParameterHasTheDerivativeOfTheWholeLoss(
        new MkMmdTerm(TermSpec.output(output), 0.7, MkMmdTerm.Kernels.FIXED, 0));
  }

  private static void everyParameterHasTheDerivativeOfTheWholeLoss(TermSpec term) {
    ComputationGraph graph = graph(term);
    // Scales the weights to the size of those of a trained network.
    graph.params().muli(2.5);
    Nd4j.getRandom().setSeed(6);
    // Shifted, so that there is a discrepancy.
    INDArray[] images = {normal(N, 1, 4, 4), normal(N, 1, 4, 4).addi(1)};
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, N, 3);
    for (int i = 0; i < N; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    MultiDataSet minibatch = new MultiDataSet(images, new INDArray[] {labels, normal(2 * N, 2)});
    graph.setInputs(images);
    graph.setLabels(minibatch.getLabels());
    graph.computeGradientAndScore();
    assertThat(Math.abs(graph.score() - crossEntropy(graph, images)))
        .as("value of the term")
        .isBetween(0.002, 35.0);

    for (Map.Entry<String, INDArray> parameter : graph.paramTable().entrySet()) {
      // DL4J divides by the size of the minibatch in its updater.
      INDArray gradient = graph.gradient().getGradientFor(parameter.getKey()).div(N);
      INDArray weights = parameter.getValue();
      for (int draw = 0; draw < 3; draw++) {
        INDArray direction = normal(weights.shape());
        direction.divi(direction.norm2Number());
        INDArray original = weights.dup();
        weights.assign(original.add(direction.mul(STEP)));
        double up = graph.score(minibatch, true);
        weights.assign(original.sub(direction.mul(STEP)));
        double down = graph.score(minibatch, true);
        weights.assign(original);
        assertThat((up - down) / (2 * STEP))
            .as(parameter.getKey())
            .isCloseTo(gradient.mul(direction).sumNumber().doubleValue(), within(1e-7));
      }
    }
  }

  private static ComputationGraph graph(TermSpec term) {
    NetworkBlueprint blueprint =
        new NetworkBlueprint(
            new TransferNetwork("mlp", new ImageShape(1, 4, 4), 3, 0).graph(),
            "dl4j",
            Precision.FLOAT,
            ImageGroups.labelledAndUnlabelled(N),
            new Optimizer.None(),
            List.of(term),
            RegularizationConfig.NONE);
    ComputationGraph graph =
        new ComputationGraph(new Dl4jTrainingGraph(blueprint).configuration(4));
    graph.init();
    return graph.convertDataType(DataType.DOUBLE);
  }

  private static double crossEntropy(ComputationGraph graph, INDArray[] images) {
    INDArray probabilities = graph.output(images)[0];
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum -= Math.log(probabilities.getDouble(i, i % 3));
    }
    return sum / N;
  }

  private static INDArray normal(long... shape) {
    return Nd4j.randn(DataType.DOUBLE, shape);
  }
}
