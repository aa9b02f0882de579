package io.lautum.information.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.network.loss.Softmax;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gradients are compared with respect to logits, because probabilities cannot change alone. */
class PredictiveInformationTest {
  private static final int N = 6;
  private static final int K = 4;

  private final double[] logits = random(1);
  private final double[] probabilities = softmax(logits);

  @Test
  void mutualInformationFollowsTheDefinition() {
    double marginal = 0;
    double conditional = 0;
    for (int k = 0; k < K; k++) {
      double q = 0;
      for (int i = 0; i < N; i++) {
        double p = probabilities[i * K + k];
        q += p / N;
        conditional -= p * Math.log(p) / N;
      }
      marginal -= q * Math.log(q);
    }
    assertThat(new PredictiveMutualInformation(probabilities, K).value())
        .isCloseTo(marginal - conditional, within(1e-12));
  }

  @Test
  void mutualInformationOfCertainAndEqualClassesIsLargest() {
    assertThat(new PredictiveMutualInformation(oneHot(12, 4), 4).value())
        .isCloseTo(Math.log(4), within(1e-12));
    double[] same = new double[N * K];
    Arrays.fill(same, 1.0 / K);
    assertThat(new PredictiveMutualInformation(same, K).value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void gradientOfMutualInformationIsDerivative() {
    double[] gradient = new PredictiveMutualInformation(probabilities, K).gradient();
    Softmax.backward(gradient, probabilities, K);
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(
                logits, 1e-5, l -> new PredictiveMutualInformation(softmax(l), K).value()),
            within(1e-8));
  }

  @Test
  void lautumInformationFollowsTheDefinition() {
    double[] mean = ClassMeans.of(probabilities, K);
    double information = 0;
    for (int k = 0; k < K; k++) {
      for (int i = 0; i < N; i++) {
        information += mean[k] * Math.log(mean[k] / probabilities[i * K + k]) / N;
      }
    }
    assertThat(lautum(probabilities)).isCloseTo(information, within(1e-12));
  }

  @Test
  void gradientOfLautumInformationIsDerivative() {
    double[] gradient =
        new PredictiveLautumInformation(probabilities, K, ClassMeans.of(probabilities, K))
            .gradient();
    Softmax.backward(gradient, probabilities, K);
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(logits, 1e-5, l -> lautum(softmax(l))), within(1e-8));
  }

  /** A probability below the bound changes only the mean. */
  @Test
  void gradientIsDerivativeBelowTheBound() {
    logits[2] = -30;
    double[] p = softmax(logits);
    double[] gradient = new PredictiveLautumInformation(p, K, ClassMeans.of(p, K)).gradient();
    Softmax.backward(gradient, p, K);
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(logits, 1e-5, l -> lautum(softmax(l))), within(1e-8));
  }

  @Test
  void tenUsedClassesScoreAboveFive() {
    double ten = new PredictiveLautumInformation(oneHot(100, 10), 10, uniform(10, 10)).value();
    double[] five = new double[100 * 10];
    for (int i = 0; i < 100; i++) {
      five[i * 10 + i % 5] = 1;
    }
    double ofFive = new PredictiveLautumInformation(five, 10, uniform(5, 10)).value();
    assertThat(ten).isGreaterThan(ofFive);
  }

  @Test
  void certainPredictionsHaveFiniteGradients() {
    double[] certain = oneHot(N, K);
    assertFinite(new PredictiveMutualInformation(certain, K).gradient());
    assertFinite(new PredictiveLautumInformation(certain, K, ClassMeans.of(certain, K)).gradient());
    assertFinite(new ViewDivergence(certain, oneHot(N, K), K).gradient());
  }

  @Test
  void divergenceOfViewsFollowsTheDefinition() {
    double[] other = softmax(random(2));
    double sum = 0;
    for (int i = 0; i < N * K; i++) {
      sum += probabilities[i] * Math.log(probabilities[i] / other[i]) / N;
    }
    assertThat(new ViewDivergence(probabilities, other, K).value()).isCloseTo(sum, within(1e-12));
    assertThat(new ViewDivergence(other, other, K).value()).isCloseTo(0, within(1e-15));
  }

  @Test
  void gradientOfDivergenceIsDerivativeWithRespectToTheSecondView() {
    double[] second = random(2);
    double[] other = softmax(second);
    double[] gradient = new ViewDivergence(probabilities, other, K).gradient();
    Softmax.backward(gradient, other, K);
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(
                second, 1e-5, l -> new ViewDivergence(probabilities, softmax(l), K).value()),
            within(1e-8));
  }

  private static double lautum(double[] p) {
    return new PredictiveLautumInformation(p, K, ClassMeans.of(p, K)).value();
  }

  private static void assertFinite(double[] values) {
    assertThat(Arrays.stream(values).allMatch(Double::isFinite)).isTrue();
  }

  private static double[] uniform(int used, int classes) {
    double[] mean = new double[classes];
    Arrays.fill(mean, 0, used, 1.0 / used);
    return mean;
  }

  private static double[] oneHot(int n, int classes) {
    double[] rows = new double[n * classes];
    for (int i = 0; i < n; i++) {
      rows[i * classes + i % classes] = 1;
    }
    return rows;
  }

  private static double[] random(long seed) {
    Random random = new Random(seed);
    return random.doubles(N * K, -2, 2).toArray();
  }

  private static double[] softmax(double[] logits) {
    double[] p = new double[logits.length];
    for (int row = 0; row < logits.length; row += K) {
      double sum = 0;
      for (int k = row; k < row + K; k++) {
        sum += Math.exp(logits[k]);
      }
      for (int k = row; k < row + K; k++) {
        p[k] = Math.exp(logits[k]) / sum;
      }
    }
    return p;
  }
}
