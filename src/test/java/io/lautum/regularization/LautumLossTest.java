package io.lautum.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.ImageShape;
import io.lautum.information.GaussianLautumInformation;
import io.lautum.information.RunningMoments;
import io.lautum.network.TransferNetwork;
import io.lautum.network.TransferTerm;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

public class LautumLossTest {
  private static final double WEIGHT = 0.7;
  private static final double RIDGE = 0.1;
  private static final double CAP = 0.99;
  private static final int N = 9;
  private static final IActivation SOFTMAX = Activation.SOFTMAX.getActivationFunction();
  private static final IActivation IDENTITY = Activation.IDENTITY.getActivationFunction();

  @Test
  void scoreIsTheWeightedInformationOfTheMinibatch() {
    Batch batch = Batch.draw(1);
    RunningMoments moments = new RunningMoments(3, 2);
    moments.update(batch.outputs.data().asDouble(), batch.white.data().asDouble(), N, 0);
    double information = new GaussianLautumInformation(RIDGE, CAP).evaluate(moments).value();

    LautumLoss loss = loss(0.98, 0);
    assertThat(score(loss, batch)).isCloseTo(-WEIGHT * information, within(1e-12));
    assertThat(loss.computeScore(batch.beside(), batch.stacked(), IDENTITY, null, false))
        .as("what DL4J divides by the rows of the stacked minibatch")
        .isCloseTo(-WEIGHT * information * 2 * N, within(1e-12));
    assertThat(loss.computeScoreArray(batch.beside(), batch.stacked(), IDENTITY, null))
        .isEqualTo(Nd4j.valueArrayOf(new long[] {2 * N, 1}, score(loss, batch), DataType.DOUBLE));
    gradient(loss, batch);
    assertThat(loss.measure()).isCloseTo(information, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SOFTMAX", "IDENTITY"})
  void gradientIsTheDerivativeOfTheScore(Activation kind) {
    IActivation activation = kind.getActivationFunction();
    Batch batch = Batch.draw(2);
    INDArray gradient =
        loss(0, 0).computeGradient(batch.beside(), batch.stacked(), activation, null);
    double step = 1e-5;
    for (int i = 0; i < batch.stacked().length(); i++) {
      double up =
          N
              * loss(0, 0)
                  .computeScore(batch.beside(), shifted(batch, i, step), activation, null, true);
      double down =
          N
              * loss(0, 0)
                  .computeScore(batch.beside(), shifted(batch, i, -step), activation, null, true);
      assertThat(gradient.getDouble(i)).isCloseTo((up - down) / (2 * step), within(1e-7));
    }
  }

  private static INDArray shifted(Batch batch, int i, double by) {
    INDArray outputs = batch.stacked();
    return outputs.putScalar(i, outputs.getDouble(i) + by);
  }

  @Test
  void gradientIsTheSameAtEveryDecayAndSizeOfMinibatch() {
    Batch batch = Batch.draw(3);
    INDArray expected = gradient(loss(0, 0), batch);
    assertClose(gradient(loss(0.5, 0), batch), expected);
    assertClose(gradient(loss(0.98, 0), batch), expected);

    // Of a loss that DL4J divides by the size of the minibatch, each example's part stays.
    Batch twice =
        new Batch(Nd4j.vstack(batch.outputs, batch.outputs), Nd4j.vstack(batch.white, batch.white));
    INDArray target = expected.getRows(target(N));
    INDArray zero = expected.getRows(source(N));
    assertThat(zero.amaxNumber().doubleValue()).as("of the labelled half").isZero();
    assertClose(gradient(loss(0, 0), twice), Nd4j.vstack(zero, zero, target, target));
  }

  @Test
  void gradientInALongRunIsAsLargeAsInTheFirstMinibatch() {
    Batch batch = Batch.draw(3);
    LautumLoss loss = loss(0.98, 0);
    INDArray first = gradient(loss, batch);
    for (int i = 0; i < 50; i++) {
      assertClose(gradient(loss, batch), first);
    }
  }

  @Test
  void nothingBeforeTheStartIteration() {
    LautumLoss loss = loss(0.9, 2);
    for (int minibatch = 1; minibatch <= 4; minibatch++) {
      Batch batch = Batch.draw(minibatch);
      boolean on = minibatch > 2;
      assertThat(score(loss, batch) != 0).as("score before %d", minibatch).isEqualTo(on);
      INDArray gradient = gradient(loss, batch);
      assertThat(gradient.amaxNumber().doubleValue() > 0).as("at %d", minibatch).isEqualTo(on);
      assertThat(gradient.shape()).containsExactly(2 * N, 3);
      assertThat(score(loss, batch) != 0).as("score after %d", minibatch).isEqualTo(on);
      assertThat(loss.measure()).as("measured from the first on").isPositive();
    }
  }

  @Test
  void onlyGradientsAdvanceTheMoments() {
    LautumLoss loss = loss(0.9, 0);
    assertThat(loss.state()).isEmpty();
    assertThat(loss.measure()).isNaN();
    score(loss, Batch.draw(1));
    assertThat(loss.state()).isEmpty();

    gradient(loss, Batch.draw(1));
    double[] afterOne = loss.state();
    score(loss, Batch.draw(1));
    score(loss, Batch.draw(2));
    assertThat(loss.state()).containsExactly(afterOne);

    gradient(loss, Batch.draw(2));
    assertThat(loss.state()).isNotEqualTo(afterOne);
    RunningMoments expected = new RunningMoments(3, 2);
    for (int seed = 1; seed <= 2; seed++) {
      Batch batch = Batch.draw(seed);
      expected.update(batch.outputs.data().asDouble(), batch.white.data().asDouble(), N, 0.9);
    }
    assertThat(loss.state()).startsWith(2, 3, 2).endsWith(expected.toArray());
  }

  @Test
  void aMinibatchIsScoredOnceBeforeOrAfterItsGradient() {
    LautumLoss loss = loss(0.5, 0);
    gradient(loss, Batch.draw(1));
    double before = score(loss, Batch.draw(2));
    gradient(loss, Batch.draw(2));
    assertThat(score(loss, Batch.draw(2))).isEqualTo(before);
    assertThat(score(loss, Batch.draw(3))).isNotEqualTo(before);
  }

  @Test
  void gradientAndScoreAreThoseOfTheTwoCalls() {
    Batch batch = Batch.draw(1);
    var both =
        loss(0.5, 0).computeGradientAndScore(batch.beside(), batch.stacked(), IDENTITY, null, true);
    assertThat(both.getFirst()).isEqualTo(score(loss(0.5, 0), batch));
    assertThat(both.getSecond()).isEqualTo(gradient(loss(0.5, 0), batch));
  }

  @Test
  void continuesFromARestoredState() {
    LautumLoss loss = loss(0.9, 1);
    gradient(loss, Batch.draw(1));
    gradient(loss, Batch.draw(2));
    LautumLoss restored = loss(0.9, 1);
    gradient(restored, Batch.draw(7));
    restored.restore(loss.state());

    assertThat(restored.state()).containsExactly(loss.state());
    assertThat(restored.measure()).isNaN();
    assertThat(gradient(restored, Batch.draw(3))).isEqualTo(gradient(loss, Batch.draw(3)));
    assertThat(restored.state()).containsExactly(loss.state());

    restored.restore(new double[0]);
    assertThat(restored.state()).isEmpty();
    assertThat(gradient(restored, Batch.draw(3)).amaxNumber().doubleValue())
        .as("the count of minibatches starts again")
        .isZero();
  }

  @Test
  void aStateIsNotChangedByLaterMinibatches() {
    LautumLoss loss = loss(0.9, 0);
    gradient(loss, Batch.draw(1));
    double[] state = loss.state();
    double[] copy = state.clone();
    LautumLoss other = loss(0.9, 0);
    other.restore(state);
    gradient(other, Batch.draw(2));
    gradient(loss, Batch.draw(2));
    assertThat(state).containsExactly(copy);
  }

  @Test
  void javaSerialisationCarriesParametersAndNoStatistics() {
    LautumLoss loss = loss(0.9, 3);
    gradient(loss, Batch.draw(1));
    LautumLoss copy = SerializationUtils.clone(loss);
    assertThat(copy).isEqualTo(loss).hasSameHashCodeAs(loss).hasToString(loss.toString());
    assertThat(copy).isNotEqualTo(loss(0.9, 4));
    assertThat(copy.state()).isEmpty();
    assertThat(copy.measure()).isNaN();
  }

  @Test
  void networksOfOneJsonHaveEqualParametersAndStatisticsOfTheirOwn() {
    String json = network().toJson();
    ComputationGraph one = graph(json);
    ComputationGraph two = graph(json);
    assertThat(lossOf(one)).isEqualTo(loss(0.9, 5)).isNotSameAs(lossOf(two));

    Batch batch = Batch.draw(1);
    INDArray images = Nd4j.randn(DataType.FLOAT, N, 1, 2, 2);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, N, 3);
    labels.getColumn(0).assign(1);
    one.fit(
        new INDArray[] {images, images},
        new INDArray[] {labels, batch.beside().castTo(DataType.FLOAT)});
    assertThat(lossOf(one).state()).startsWith(1, 3, 2);
    assertThat(lossOf(two).state()).isEmpty();
  }

  @Test
  void refusesAnotherNumberOfRowsBeside() {
    Batch batch = Batch.draw(1);
    INDArray fewer = Nd4j.zeros(DataType.DOUBLE, 2 * N - 2, 2);
    assertThatThrownBy(() -> loss(0, 0).computeGradient(fewer, batch.stacked(), SOFTMAX, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got [18] and [16]");
  }

  private static ComputationGraphConfiguration network() {
    TransferTerm term = new TransferTerm(TransferTerm.Output.SOFTMAX, loss(0.9, 5));
    return new TransferNetwork("mlp", new ImageShape(1, 2, 2), 3, 0)
        .training(new NoOp(), 1, Optional.of(term));
  }

  private static ComputationGraph graph(String json) {
    ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    graph.init();
    return graph;
  }

  private static LautumLoss lossOf(ComputationGraph graph) {
    return (LautumLoss) ((LossLayer) graph.getLayer("term").conf().getLayer()).getLossFn();
  }

  private static LautumLoss loss(double decay, int startIteration) {
    return new LautumLoss(WEIGHT, RIDGE, decay, CAP, startIteration);
  }

  private static double score(LautumLoss loss, Batch batch) {
    return loss.computeScore(batch.beside(), batch.stacked(), IDENTITY, null, true);
  }

  private static INDArray gradient(LautumLoss loss, Batch batch) {
    return loss.computeGradient(batch.beside(), batch.stacked(), IDENTITY, null);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  private static int[] source(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static int[] target(int n) {
    return IntStream.range(n, 2 * n).toArray();
  }

  /** Three outputs and two whitened components of nine target images, not independent. */
  private record Batch(INDArray outputs, INDArray white) {
    static Batch draw(long seed) {
      Nd4j.getRandom().setSeed(seed);
      INDArray white = Nd4j.randn(DataType.DOUBLE, N, 2);
      INDArray outputs = Nd4j.randn(DataType.DOUBLE, N, 3);
      outputs.getColumn(0).addi(white.getColumn(0));
      return new Batch(outputs, white);
    }

    /** With outputs of as many labelled images before them, which must not count. */
    INDArray stacked() {
      return Nd4j.vstack(outputs.mul(3).addi(1), outputs);
    }

    INDArray beside() {
      return Nd4j.vstack(Nd4j.zeros(DataType.DOUBLE, white.shape()), white);
    }
  }
}
