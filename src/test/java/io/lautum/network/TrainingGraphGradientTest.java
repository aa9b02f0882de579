package io.lautum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.ImageShape;
import io.lautum.regularization.LautumLoss;
import io.lautum.regularization.MmdLoss;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Back-propagation through a network's training graph against differences of its score. */
public class TrainingGraphGradientTest {
  private static final int N = 40;
  private static final double STEP = 1e-6;

  @ParameterizedTest
  @CsvSource({"SOFTMAX, 0.01", "LOGITS, 0.1", "FEATURES, 10"})
  void lautum(TransferTerm.Output on, double ridge) {
    TransferLoss loss = new LautumLoss(0.7, ridge, 0, 0.999, 0);
    everyParameterHasTheDerivativeOfTheWholeLoss(new TransferTerm(on, loss));
    assertThat(loss.measure()).as("nats, of two components below the cap").isBetween(0.02, 50.0);
  }

  @ParameterizedTest
  @EnumSource
  void mkMmd(TransferTerm.Output on) {
    TransferLoss loss = new MmdLoss(0.7, MmdLoss.Kernels.FIXED, 0);
    everyParameterHasTheDerivativeOfTheWholeLoss(new TransferTerm(on, loss));
    assertThat(loss.measure()).isBetween(-0.1, 2.0);
  }

  private static void everyParameterHasTheDerivativeOfTheWholeLoss(TransferTerm term) {
    TransferNetwork network = new TransferNetwork("mlp", new ImageShape(1, 4, 4), 3, 0);
    ComputationGraph graph =
        new ComputationGraph(network.training(new NoOp(), 4, Optional.of(term), DataType.DOUBLE));
    graph.init();
    // As large as those of a network that has learnt something.
    graph.params().muli(2.5);
    Nd4j.getRandom().setSeed(6);
    INDArray[] images = {normal(N, 1, 4, 4), normal(N, 1, 4, 4)};
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, N, 3);
    for (int i = 0; i < N; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    MultiDataSet minibatch = new MultiDataSet(images, new INDArray[] {labels, normal(2 * N, 2)});
    graph.setInputs(images);
    graph.setLabels(minibatch.getLabels());
    graph.computeGradientAndScore();

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

  private static INDArray normal(long... shape) {
    return Nd4j.randn(DataType.DOUBLE, shape);
  }
}
