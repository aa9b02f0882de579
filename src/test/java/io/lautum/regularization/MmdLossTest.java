package io.lautum.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.ImageShape;
import io.lautum.discrepancy.MultiKernelMmd;
import io.lautum.network.TransferNetwork;
import io.lautum.network.TransferTerm;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class MmdLossTest {
  private static final double WEIGHT = 0.7;
  private static final int N = 5;
  private static final int K = 3;
  private static final double[] NOTHING_BESIDE = new double[2 * N];
  private static final IActivation IDENTITY = Activation.IDENTITY.getActivationFunction();

  @ParameterizedTest
  @EnumSource
  void scoreAndGradientAreTheWeightedOnesOfTheHalves(MmdLoss.Kernels kernels) {
    double[] outputs = outputs(1);
    MultiKernelMmd mmd =
        kernels == MmdLoss.Kernels.FIXED ? MultiKernelMmd.fixed() : MultiKernelMmd.medianScaled(19);
    MultiKernelMmd.Estimate estimate = mmd.evaluate(outputs, N);
    double[] expected = estimate.gradient();
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= WEIGHT;
    }

    MmdLoss loss = new MmdLoss(WEIGHT, kernels, 0);
    assertThat(loss.measure()).isNaN();
    assertThat(loss.score()).isZero();
    assertThat(loss.gradient(outputs, NOTHING_BESIDE, N)).containsExactly(expected);
    assertThat(loss.score()).isEqualTo(WEIGHT * estimate.value());
    assertThat(loss.measure()).isEqualTo(estimate.value());
  }

  @Test
  void dl4jsGradientIsTheDerivativeOfItsScore() {
    INDArray beside = Nd4j.zeros(DataType.DOUBLE, 2 * N, 1);
    IActivation softmax = Activation.SOFTMAX.getActivationFunction();
    INDArray outputs = Nd4j.create(outputs(2), new long[] {2 * N, K}, 'c');
    INDArray gradient = loss(0).computeGradient(beside, outputs, softmax, null);
    double step = 1e-5;
    for (int i = 0; i < outputs.length(); i++) {
      double value = outputs.getDouble(i);
      outputs.putScalar(i, value + step);
      double up = loss(0).computeScore(beside, outputs, softmax, null, true);
      outputs.putScalar(i, value - step);
      double down = loss(0).computeScore(beside, outputs, softmax, null, true);
      outputs.putScalar(i, value);
      assertThat(gradient.getDouble(i)).isCloseTo(N * (up - down) / (2 * step), within(1e-7));
    }
    assertThat(gradient.amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  /** What it compares grows with the target's shift, and a step against the gradient shrinks it. */
  @Test
  void descentBringsTheHalvesTogether() {
    double[] outputs = outputs(3);
    MmdLoss loss = loss(0);
    double[] gradient = loss.gradient(outputs, NOTHING_BESIDE, N);
    double before = loss.measure();
    double[] moved = outputs.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= 0.1 * gradient[i];
    }
    loss.gradient(moved, NOTHING_BESIDE, N);
    assertThat(before).isPositive();
    assertThat(loss.measure()).isLessThan(before);
  }

  @Test
  void nothingBeforeTheStartIterationButTheMeasure() {
    MmdLoss loss = loss(2);
    for (int minibatch = 1; minibatch <= 4; minibatch++) {
      double[] outputs = outputs(minibatch);
      boolean on = minibatch > 2;
      assertThat(dl4jScore(loss, outputs) != 0).as("before %d", minibatch).isEqualTo(on);
      double[] gradient = loss.gradient(outputs, NOTHING_BESIDE, N);
      assertThat(gradient).hasSize(2 * N * K);
      assertThat(gradient[0] != 0).as("at %d", minibatch).isEqualTo(on);
      assertThat(loss.score() != 0).as("after %d", minibatch).isEqualTo(on);
      assertThat(loss.measure()).isEqualTo(MultiKernelMmd.fixed().evaluate(outputs, N).value());
    }
  }

  @Test
  void continuesFromARestoredState() {
    MmdLoss loss = loss(2);
    assertThat(loss.state()).isEmpty();
    loss.gradient(outputs(1), NOTHING_BESIDE, N);
    assertThat(loss.state()).containsExactly(1);
    dl4jScore(loss, outputs(2));
    assertThat(loss.state()).as("scores do not count").containsExactly(1);

    MmdLoss restored = loss(2);
    restored.gradient(outputs(7), NOTHING_BESIDE, N);
    restored.restore(new double[] {2});
    assertThat(restored.measure()).isNaN();
    assertThat(restored.score()).isZero();
    assertThat(restored.gradient(outputs(3), NOTHING_BESIDE, N)[0]).isNotZero();
    restored.restore(new double[0]);
    assertThat(restored.gradient(outputs(3), NOTHING_BESIDE, N)[0]).isZero();
    assertThat(restored.state()).containsExactly(1);
  }

  @Test
  void javaSerialisationCarriesParametersAlone() {
    MmdLoss loss = new MmdLoss(2, MmdLoss.Kernels.MEDIAN, 3);
    loss.gradient(outputs(1), NOTHING_BESIDE, N);
    MmdLoss copy = SerializationUtils.clone(loss);
    assertThat(copy).isEqualTo(loss).hasSameHashCodeAs(loss).hasToString("MmdLoss[2.0, MEDIAN, 3]");
    assertThat(copy).isNotEqualTo(new MmdLoss(2, MmdLoss.Kernels.FIXED, 3));
    assertThat(copy.state()).isEmpty();
    assertThat(copy.measure()).isNaN();
  }

  @Test
  void survivesTheGraphsJson() {
    MmdLoss loss = new MmdLoss(2, MmdLoss.Kernels.MEDIAN, 3);
    String json =
        new TransferNetwork("mlp", new ImageShape(1, 2, 2), K, 0)
            .training(
                new NoOp(), 1, Optional.of(new TransferTerm(TransferTerm.Output.FEATURES, loss)))
            .toJson();
    ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    graph.init();
    assertThat(((LossLayer) graph.getLayer("term").conf().getLayer()).getLossFn())
        .isEqualTo(loss)
        .isNotSameAs(loss);
  }

  @Test
  void outputsThatAreNotFiniteAreReported() {
    double[] outputs = outputs(1);
    outputs[4] = Double.NaN;
    assertThatThrownBy(() -> loss(0).gradient(outputs, NOTHING_BESIDE, N))
        .isInstanceOf(ArithmeticException.class);
  }

  private static MmdLoss loss(int startIteration) {
    return new MmdLoss(WEIGHT, MmdLoss.Kernels.FIXED, startIteration);
  }

  private static double dl4jScore(MmdLoss loss, double[] outputs) {
    INDArray rows = Nd4j.create(outputs, new long[] {2 * N, K}, 'c');
    return loss.computeScore(Nd4j.zeros(DataType.DOUBLE, 2 * N, 1), rows, IDENTITY, null, true);
  }

  /** The second half is shifted. */
  private static double[] outputs(long seed) {
    Random random = new Random(seed);
    double[] outputs = new double[2 * N * K];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = random.nextGaussian() + (i < N * K ? 0 : 1.5);
    }
    return outputs;
  }
}
