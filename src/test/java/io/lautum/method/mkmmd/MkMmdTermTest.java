package io.lautum.method.mkmmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.information.discrepancy.MultiKernelMmd;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInputs;
import io.lautum.network.spec.NetworkGraph;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MkMmdTermTest {
  private static final double WEIGHT = 0.7;
  private static final int N = 5;
  private static final int K = 3;
  private static final String OUTPUT = NetworkGraph.FEATURES;

  @ParameterizedTest
  @EnumSource
  void valueAndGradientAreWeightedOnesOfHalves(MkMmdTerm.Kernels kernels) {
    double[] outputs = outputs(1);
    MultiKernelMmd mmd =
        kernels == MkMmdTerm.Kernels.FIXED
            ? MultiKernelMmd.fixed()
            : MultiKernelMmd.medianScaled(19);
    MultiKernelMmd.Estimate estimate = mmd.evaluate(outputs, N);
    double[] expected = estimate.gradient();
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= WEIGHT;
    }

    Term term = new MkMmdTerm(OUTPUT, WEIGHT, kernels, 0).create();
    assertThat(term.metrics()).containsEntry(MkMmdTerm.SQUARED_MMD, Double.NaN);
    Term.Value value = advance(term, outputs);
    assertThat(value.gradients().get(OUTPUT)).containsExactly(expected);
    assertThat(value.value()).isEqualTo(WEIGHT * estimate.value());
    assertThat(term.metrics()).containsEntry(MkMmdTerm.SQUARED_MMD, estimate.value());
  }

  /**
   * The bandwidths are fixed, because the gradient intentionally ignores the change of a median.
   */
  @Test
  void gradientIsDerivativeOfValue() {
    double[] outputs = outputs(2);
    double[] gradient = advance(term(0), outputs).gradients().get(OUTPUT);
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(outputs, 1e-5, moved -> advance(term(0), moved).value()),
            within(1e-7));
  }

  /** A step along the negative gradient reduces the discrepancy. */
  @Test
  void descentReducesDiscrepancyOfHalves() {
    double[] outputs = outputs(3);
    Term term = term(0);
    double[] gradient = advance(term, outputs).gradients().get(OUTPUT);
    double before = term.metrics().get(MkMmdTerm.SQUARED_MMD);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] -= 0.1 * gradient[i];
    }
    advance(term, outputs);
    assertThat(before).isPositive();
    assertThat(term.metrics().get(MkMmdTerm.SQUARED_MMD)).isLessThan(before);
  }

  @Test
  void onlyMetricBeforeStartIteration() {
    Term term = term(2);
    for (int minibatch = 1; minibatch <= 4; minibatch++) {
      double[] outputs = outputs(minibatch);
      boolean on = minibatch > 2;
      Term.Value value = advance(term, outputs);
      assertThat(value.gradients().containsKey(OUTPUT)).as("at %d", minibatch).isEqualTo(on);
      assertThat(value.value() != 0).as("at %d", minibatch).isEqualTo(on);
      assertThat(term.metrics())
          .containsEntry(
              MkMmdTerm.SQUARED_MMD, MultiKernelMmd.fixed().evaluate(outputs, N).value());
    }
  }

  @Test
  void continuesFromRestoredState() {
    Term term = term(2);
    assertThat(term.state()).isEqualTo(State.EMPTY);
    advance(term, outputs(1));
    assertThat(term.state().averaged().get("batches")).containsExactly(1);

    Term restored = term(2);
    advance(restored, outputs(7));
    restored.restore(State.averaged("batches", new double[] {2}));
    assertThat(restored.metrics()).containsEntry(MkMmdTerm.SQUARED_MMD, Double.NaN);
    assertThat(advance(restored, outputs(3)).value()).isNotZero();
    restored.restore(State.EMPTY);
    assertThat(advance(restored, outputs(3)).value()).isZero();
    assertThat(restored.state().averaged().get("batches")).containsExactly(1);
  }

  @Test
  void survivesJavaSerialisation() {
    MkMmdTerm term = new MkMmdTerm(OUTPUT, 2, MkMmdTerm.Kernels.MEDIAN, 3);
    assertThat(SerializationUtils.clone(term)).isEqualTo(term);
  }

  @Test
  void nonFiniteOutputsAreReported() {
    double[] outputs = outputs(1);
    outputs[4] = Double.NaN;
    assertThatThrownBy(() -> advance(term(0), outputs)).isInstanceOf(ArithmeticException.class);
  }

  private static Term term(int startIteration) {
    return new MkMmdTerm(OUTPUT, WEIGHT, MkMmdTerm.Kernels.FIXED, startIteration).create();
  }

  private static Term.Value advance(Term term, double[] outputs) {
    return term.advance(TermInputs.of(OUTPUT, outputs, N));
  }

  /** Returns outputs whose second half is shifted. */
  private static double[] outputs(long seed) {
    Random random = new Random(seed);
    double[] outputs = new double[2 * N * K];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = random.nextGaussian() + (i < N * K ? 0 : 1.5);
    }
    return outputs;
  }
}
