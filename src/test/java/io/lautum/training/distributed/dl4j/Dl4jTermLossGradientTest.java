package io.lautum.training.distributed.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.method.mkmmd.MkMmdTerm;
import io.lautum.network.loss.TermSpec;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own gradient check of every weight of a small smooth two-input graph. */
class Dl4jTermLossGradientTest {
  private static final int N = 40;

  private final DataType defaultType = Nd4j.dataType();

  /** The gradient check rejects other default types. */
  @BeforeEach
  void doubleByDefault() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    Nd4j.getRandom().setSeed(8);
  }

  @AfterEach
  void restoreDefault() {
    Nd4j.setDefaultDataTypes(defaultType, defaultType);
  }

  @ParameterizedTest
  @CsvSource({"logits, SOFTMAX", "logits, IDENTITY", "features, IDENTITY"})
  void crossEntropyWithGaussianTerm(String layer, Activation activation) {
    TermSpec term = GaussianTerm.lautum("output", 1.3, 0.1, 0, 0.999, 0, true);
    INDArray white = Nd4j.randn(N, 2);
    // The images are noise plus the components, so that the outputs can depend on the components.
    INDArray target = Nd4j.hstack(white, Nd4j.randn(N, 2)).addi(Nd4j.randn(N, 4).muli(0.5));
    double value = checked(term, layer, activation, target, Nd4j.vstack(Nd4j.zeros(N, 2), white));
    assertThat(value / -1.3)
        .as("information in nats, of two components below the cap")
        .isBetween(0.1, 50.0);
  }

  /**
   * The bandwidths are fixed, because the gradient intentionally ignores the change of a median.
   */
  @ParameterizedTest
  @CsvSource({"logits, SOFTMAX", "logits, IDENTITY", "features, IDENTITY"})
  void crossEntropyWithMkMmdTerm(String layer, Activation activation) {
    TermSpec term = new MkMmdTerm("output", 5, MkMmdTerm.Kernels.FIXED, 0);
    double value = checked(term, layer, activation, Nd4j.randn(N, 4).addi(2), Nd4j.zeros(2 * N, 1));
    assertThat(value / 5).as("term value").isBetween(0.005, 2.0);
  }

  /** Checks all gradients and returns the term's value. */
  private static double checked(
      TermSpec term, String layer, Activation activation, INDArray target, INDArray extra) {
    ComputationGraph graph = SmoothGraph.of(term, layer, activation);
    INDArray labels = Nd4j.zeros(N, 3);
    for (int i = 0; i < N; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    INDArray[] images = {Nd4j.randn(N, 4), target};
    assertThat(
            GradientCheckUtil.checkGradients(
                new GradientCheckUtil.GraphConfig()
                    .net(graph)
                    .inputs(images)
                    .labels(new INDArray[] {labels, extra})
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)))
        .isTrue();
    double crossEntropy = 0;
    INDArray probabilities = graph.output(images)[0];
    for (int i = 0; i < N; i++) {
      crossEntropy -= Math.log(probabilities.getDouble(i, i % 3)) / N;
    }
    graph.setInputs(images);
    graph.setLabels(labels, extra);
    graph.computeGradientAndScore();
    return graph.score() - crossEntropy;
  }
}
