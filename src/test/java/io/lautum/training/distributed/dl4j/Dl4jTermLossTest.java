package io.lautum.training.distributed.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.method.mkmmd.MkMmdTerm;
import io.lautum.network.loss.TermInputs;
import io.lautum.network.loss.TermSpec;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jTermLossTest {
  private static final int N = 9;
  private static final String OUTPUT = "output";
  private static final IActivation IDENTITY = Activation.IDENTITY.getActivationFunction();
  private static final TermSpec LAUTUM = lautum(0);

  static Stream<Arguments> termsAndActivations() {
    return Stream.of(LAUTUM, new MkMmdTerm(OUTPUT, 0.7, MkMmdTerm.Kernels.FIXED, 0))
        .flatMap(
            term ->
                Stream.of(Activation.SOFTMAX, Activation.IDENTITY)
                    .map(activation -> Arguments.of(term, activation)));
  }

  @Test
  void scoreIsTermValue() {
    Batch batch = Batch.draw(1);
    double value =
        LAUTUM
            .create()
            .advance(
                TermInputs.of(
                    OUTPUT, batch.stacked.data().asDouble(), N, batch.white.data().asDouble()))
            .value();
    Dl4jTermLoss loss = Dl4jTermLoss.of(LAUTUM);
    assertThat(score(loss, batch)).isCloseTo(value, within(1e-12));
    assertThat(loss.computeScore(batch.labels(), batch.stacked, IDENTITY, null, false))
        .as("DL4J divides the score by the number of rows of the stacked minibatch")
        .isCloseTo(value * 2 * N, within(1e-12));
    assertThat(loss.computeScoreArray(batch.labels(), batch.stacked, IDENTITY, null))
        .isEqualTo(Nd4j.valueArrayOf(new long[] {2 * N, 1}, value, DataType.DOUBLE));
  }

  /** DL4J divides gradients by the number of the labelled half's rows. */
  @ParameterizedTest
  @MethodSource("termsAndActivations")
  void gradientIsDerivativeOfScore(TermSpec term, Activation kind) {
    IActivation activation = kind.getActivationFunction();
    Batch batch = Batch.draw(2);
    INDArray gradient =
        Dl4jTermLoss.of(term).computeGradient(batch.labels(), batch.stacked, activation, null);
    double step = 1e-5;
    for (int i = 0; i < batch.stacked.length(); i++) {
      double up = fresh(term, batch, activation, i, step);
      double down = fresh(term, batch, activation, i, -step);
      assertThat(gradient.getDouble(i)).isCloseTo(N * (up - down) / (2 * step), within(1e-7));
    }
    assertThat(gradient.amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  private static double fresh(
      TermSpec term, Batch batch, IActivation activation, int i, double by) {
    INDArray outputs = batch.stacked.dup();
    outputs.putScalar(i, outputs.getDouble(i) + by);
    return Dl4jTermLoss.of(term).computeScore(batch.labels(), outputs, activation, null, true);
  }

  @Test
  void onlyGradientsAdvanceState() {
    Dl4jTermLoss loss = lossAfterFirstMinibatch();
    double expected = score(loss, Batch.draw(3));
    score(loss, Batch.draw(2));
    assertThat(score(loss, Batch.draw(3))).isEqualTo(expected);
    gradient(loss, Batch.draw(2));
    assertThat(score(loss, Batch.draw(3))).isNotEqualTo(expected);
  }

  @Test
  void firstMinibatchesHaveZeroScore() {
    Dl4jTermLoss loss = Dl4jTermLoss.of(lautum(2));
    for (int minibatch = 1; minibatch <= 4; minibatch++) {
      Batch batch = Batch.draw(minibatch);
      boolean on = minibatch > 2;
      assertThat(score(loss, batch) != 0).as("score before %d", minibatch).isEqualTo(on);
      INDArray gradient = gradient(loss, batch);
      assertThat(gradient.shape()).containsExactly(2 * N, 3);
      assertThat(gradient.amaxNumber().doubleValue() > 0).as("at %d", minibatch).isEqualTo(on);
      assertThat(score(loss, batch) != 0).as("score after %d", minibatch).isEqualTo(on);
    }
  }

  @Test
  void scoreIsTheSameBeforeAndAfterGradient() {
    Dl4jTermLoss loss = lossAfterFirstMinibatch();
    double before = score(loss, Batch.draw(2));
    gradient(loss, Batch.draw(2));
    assertThat(score(loss, Batch.draw(2))).isEqualTo(before);
    assertThat(score(loss, Batch.draw(3))).isNotEqualTo(before);
  }

  @Test
  void combinedCallGivesGradientAndScoreOfSeparateCalls() {
    Batch batch = Batch.draw(1);
    var both =
        Dl4jTermLoss.of(LAUTUM)
            .computeGradientAndScore(batch.labels(), batch.stacked, IDENTITY, null, true);
    assertThat(both.getFirst()).isEqualTo(score(Dl4jTermLoss.of(LAUTUM), batch));
    assertThat(both.getSecond()).isEqualTo(gradient(Dl4jTermLoss.of(LAUTUM), batch));
  }

  @Test
  void networksFromOneJsonHaveEqualTermsAndSeparateStates() {
    String json = SmoothGraph.of(LAUTUM, "logits", Activation.SOFTMAX).getConfiguration().toJson();
    Dl4jTermLoss one = lossOf(json);
    Dl4jTermLoss two = lossOf(json);
    assertThat(one).isEqualTo(Dl4jTermLoss.of(LAUTUM)).hasSameHashCodeAs(two).isNotSameAs(two);
    assertThat(one).isNotEqualTo(Dl4jTermLoss.of(lautum(4)));

    double expected = score(two, Batch.draw(2));
    gradient(one, Batch.draw(1));
    assertThat(score(two, Batch.draw(2))).isEqualTo(expected);
    assertThat(score(one, Batch.draw(2))).isNotEqualTo(expected);
  }

  private static Dl4jTermLoss lossAfterFirstMinibatch() {
    Dl4jTermLoss loss = Dl4jTermLoss.of(LAUTUM);
    gradient(loss, Batch.draw(1));
    return loss;
  }

  private static Dl4jTermLoss lossOf(String json) {
    ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    graph.init();
    return (Dl4jTermLoss) ((LossLayer) graph.getLayer("term").conf().getLayer()).getLossFn();
  }

  private static GaussianTerm lautum(int startIteration) {
    return GaussianTerm.lautum(OUTPUT, 0.7, 0.1, 0.5, 0.99, startIteration, true);
  }

  private static double score(Dl4jTermLoss loss, Batch batch) {
    return loss.computeScore(batch.labels(), batch.stacked, IDENTITY, null, true);
  }

  private static INDArray gradient(Dl4jTermLoss loss, Batch batch) {
    return loss.computeGradient(batch.labels(), batch.stacked, IDENTITY, null);
  }

  /** Outputs for labelled and target images, and whitened target images that they depend on. */
  private record Batch(INDArray stacked, INDArray white) {
    static Batch draw(long seed) {
      Nd4j.getRandom().setSeed(seed);
      INDArray white = Nd4j.randn(DataType.DOUBLE, N, 2);
      INDArray outputs = Nd4j.randn(DataType.DOUBLE, N, 3);
      outputs.getColumn(0).addi(white.getColumn(0));
      return new Batch(Nd4j.vstack(outputs.mul(3).addi(1), outputs).dup('c'), white.dup('c'));
    }

    /** Numbers in the labelled half must have no effect. */
    INDArray labels() {
      return Nd4j.vstack(Nd4j.ones(DataType.DOUBLE, N, 2).muli(7), white);
    }
  }
}
