package io.lautum.method.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.information.predictive.PredictiveLautumInformation;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.loss.ViewInputs;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PredictiveTermsTest {
  private static final int N = 5;
  private static final int K = 3;
  private static final double WEIGHT = 0.7;
  private static final int GROUP = N * K;

  static Stream<TermSpec> terms() {
    return Stream.of(
        new PredictiveMutualTerm(WEIGHT),
        new PredictiveLautumTerm(WEIGHT, 0.9),
        new ViewConsistencyTerm(WEIGHT));
  }

  /** The first probabilities are constants of the consistency, and the labelled ones of all. */
  @Test
  void gradientsBelongToTheGroupsThatLearn() {
    assertThat(nonzeroGroups(new PredictiveMutualTerm(WEIGHT))).containsExactly(1);
    assertThat(nonzeroGroups(new PredictiveLautumTerm(WEIGHT, 0.9))).containsExactly(1);
    assertThat(nonzeroGroups(new ViewConsistencyTerm(WEIGHT))).containsExactly(2);
  }

  private static int[] nonzeroGroups(TermSpec spec) {
    double[] gradient =
        advance(spec.create(), ViewInputs.probabilities(N, K, 1))
            .gradients()
            .get(TermSpec.PROBABILITIES);
    return IntStream.range(0, 4)
        .filter(
            group ->
                Arrays.stream(gradient, group * GROUP, (group + 1) * GROUP).anyMatch(g -> g != 0))
        .toArray();
  }

  /** Probabilities of an image change so that their sum stays the same. */
  @ParameterizedTest
  @MethodSource("terms")
  void gradientIsDerivativeOfValueWithinAGroup(TermSpec spec) {
    double[] values = ViewInputs.probabilities(N, K, 1);
    double[] gradient = advance(spec.create(), values).gradients().get(TermSpec.PROBABILITIES);
    int group = nonzeroGroups(spec)[0];
    for (int i = 0; i < N; i++) {
      int at = group * GROUP + i * K;
      double[] shift =
          CentralDifferences.gradient(
              new double[1],
              1e-6,
              by -> {
                double[] moved = values.clone();
                moved[at] += by[0];
                moved[at + 1] -= by[0];
                return advance(spec.create(), moved).value();
              });
      assertThat(gradient[at] - gradient[at + 1]).isCloseTo(shift[0], within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("terms")
  void valueIsWeightedMetric(TermSpec spec) {
    Term term = spec.create();
    assertThat(term.metrics().values()).containsExactly(Double.NaN);
    double value = advance(term, ViewInputs.probabilities(N, K, 1)).value();
    double nats = term.metrics().values().iterator().next();
    assertThat(nats).isPositive();
    assertThat(Math.abs(value)).isCloseTo(WEIGHT * nats, within(1e-12));
    assertThat(value > 0).isEqualTo(spec instanceof ViewConsistencyTerm);
  }

  @Test
  void lautumTermUsesRunningMean() {
    Term term = new PredictiveLautumTerm(WEIGHT, 0.9).create();
    double[] one = ViewInputs.probabilities(N, K, 1);
    double[] two = ViewInputs.probabilities(N, K, 2);
    advance(term, one);
    double value = advance(term, two).value();
    double[] mean = new double[K];
    for (int i = 0; i < GROUP; i++) {
      mean[i % K] += (0.09 * one[GROUP + i] + 0.1 * two[GROUP + i]) / N / 0.19;
    }
    double[] unlabelled = Arrays.copyOfRange(two, GROUP, 2 * GROUP);
    assertThat(value)
        .isCloseTo(
            -WEIGHT * new PredictiveLautumInformation(unlabelled, K, mean).value(), within(1e-12));
    assertThat(term.state().averaged()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("terms")
  void continuesFromRestoredState(TermSpec spec) {
    Term term = spec.create();
    advance(term, ViewInputs.probabilities(N, K, 1));
    State state = term.state();
    Term restored = SerializationUtils.clone(spec).create();
    advance(restored, ViewInputs.probabilities(N, K, 9));
    restored.restore(state);
    double[] next = ViewInputs.probabilities(N, K, 2);
    assertThat(advance(restored, next).value()).isEqualTo(advance(term, next).value());
    restored.restore(State.EMPTY);
    assertThat(restored.state()).isEqualTo(State.EMPTY);
    assertThat(restored.metrics().values()).containsExactly(Double.NaN);
  }

  private static Term.Value advance(Term term, double[] values) {
    return term.advance(ViewInputs.of(TermSpec.PROBABILITIES, values, N));
  }
}
