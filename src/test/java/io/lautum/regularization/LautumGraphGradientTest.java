package io.lautum.regularization;

import static org.assertj.core.api.Assertions.assertThat;

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

/** DL4J's own gradient check of a small smooth two-input graph, every weight of it. */
public class LautumGraphGradientTest {
  private static final int N = 40;

  private final DataType defaultType = Nd4j.dataType();

  /** The check refuses to run with another default. */
  @BeforeEach
  void doubleByDefault() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterEach
  void restoreDefault() {
    Nd4j.setDefaultDataTypes(defaultType, defaultType);
  }

  @ParameterizedTest
  @CsvSource({"logits, SOFTMAX", "logits, IDENTITY", "features, IDENTITY"})
  void crossEntropyWithLautumTerm(String layer, Activation activation) {
    LautumLoss loss = new LautumLoss(1.3, 0.1, 0, 0.999, 0);
    ComputationGraph graph = SmoothGraph.of(loss, layer, activation);
    Nd4j.getRandom().setSeed(8);
    INDArray labels = Nd4j.zeros(N, 3);
    for (int i = 0; i < N; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    INDArray white = Nd4j.randn(N, 2);
    // Images that depend on the components, so that the term has something to follow, and noise.
    INDArray target = Nd4j.hstack(white, Nd4j.randn(N, 2)).addi(Nd4j.randn(N, 4).muli(0.5));
    assertThat(
            GradientCheckUtil.checkGradients(
                new GradientCheckUtil.GraphConfig()
                    .net(graph)
                    .inputs(new INDArray[] {Nd4j.randn(N, 4), target})
                    .labels(new INDArray[] {labels, Nd4j.vstack(Nd4j.zeros(N, 2), white)})
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)))
        .isTrue();
    assertThat(loss.measure()).as("nats, of two components below the cap").isBetween(0.1, 50.0);
  }
}
