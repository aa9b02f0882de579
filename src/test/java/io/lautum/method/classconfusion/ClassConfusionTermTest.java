package io.lautum.method.classconfusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInputs;
import io.lautum.network.spec.NetworkGraph;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassConfusionTermTest {
  private static final int N = 4;
  private static final int K = 3;
  private static final double T = 2.5;
  private static final ClassConfusionTerm SPEC = new ClassConfusionTerm(0.7, T);

  private final double[] logits = new Random(1).doubles(2 * N * K, -3, 3).toArray();

  @Test
  void valueFollowsTheDefinition() {
    double[] y = softmax(Arrays.copyOfRange(logits, N * K, 2 * N * K));
    Term term = SPEC.create();
    assertThat(term.metrics()).isEqualTo(Map.of(ClassConfusionTerm.CONFUSION, Double.NaN));
    assertThat(advance(term, logits).value())
        .isCloseTo(0.7 * confusion(y, weights(y)), within(1e-6));
  }

  /** The weights of the images are constants of the gradient. */
  @Test
  void gradientIsDerivativeForConstantWeights() {
    double[] unlabelled = Arrays.copyOfRange(logits, N * K, 2 * N * K);
    double[] weights = weights(softmax(unlabelled));
    double[] gradient = advance(SPEC.create(), logits).gradients().get(NetworkGraph.LOGITS);
    assertThat(Arrays.copyOf(gradient, N * K)).containsOnly(0);
    double[] expected =
        CentralDifferences.gradient(
            unlabelled, 1e-5, moved -> 0.7 * confusion(softmax(moved), weights));
    assertThat(Arrays.copyOfRange(gradient, N * K, 2 * N * K))
        .containsExactly(expected, within(1e-6));
  }

  @Test
  void certainPredictionsHaveNoConfusion() {
    double[] certain = new double[2 * N * K];
    for (int row = 0; row < 2 * N; row++) {
      certain[row * K + row % K] = 2000;
    }
    Term.Value value = advance(SPEC.create(), certain);
    assertThat(value.value()).isCloseTo(0, within(1e-12));
    assertThat(Arrays.stream(value.gradients().get(NetworkGraph.LOGITS)).allMatch(Double::isFinite))
        .isTrue();
  }

  @Test
  void rejectsLogitsThatAreNotFinite() {
    logits[N * K] = Double.NaN;
    assertThatThrownBy(() -> advance(SPEC.create(), logits))
        .isInstanceOf(ArithmeticException.class);
  }

  private static Term.Value advance(Term term, double[] logits) {
    return term.advance(TermInputs.of(NetworkGraph.LOGITS, logits, N));
  }

  private static double[] softmax(double[] z) {
    double[] y = new double[z.length];
    for (int row = 0; row < z.length; row += K) {
      double sum = 0;
      for (int k = row; k < row + K; k++) {
        sum += Math.exp(z[k] / T);
      }
      for (int k = row; k < row + K; k++) {
        y[k] = Math.exp(z[k] / T) / sum;
      }
    }
    return y;
  }

  private static double[] weights(double[] y) {
    double[] weights = new double[N];
    for (int i = 0; i < y.length; i++) {
      weights[i / K] -= y[i] * Math.log(y[i]);
    }
    Arrays.setAll(weights, i -> 1 + Math.exp(-weights[i]));
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> N * w / sum).toArray();
  }

  private static double confusion(double[] y, double[] weights) {
    double confusion = 0;
    for (int j = 0; j < K; j++) {
      double off = 0;
      double all = 0;
      for (int k = 0; k < K; k++) {
        double entry = 0;
        for (int i = 0; i < N; i++) {
          entry += weights[i] * y[i * K + j] * y[i * K + k];
        }
        all += entry;
        off += j == k ? 0 : entry;
      }
      confusion += off / all / K;
    }
    return confusion;
  }
}
