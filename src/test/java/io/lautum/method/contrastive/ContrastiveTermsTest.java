package io.lautum.method.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.information.views.ContrastiveLautumInformation;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.loss.ViewInputs;
import io.lautum.network.step.ImageGroup;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContrastiveTermsTest {
  private static final int N = 5;
  private static final int WIDTH = 3;
  private static final double WEIGHT = 0.7;

  static Stream<TermSpec> terms() {
    return Stream.of(
        new ContrastiveMutualTerm(WEIGHT, 0.2),
        new ContrastiveLautumTerm(WEIGHT, new ContrastiveLautumInformation(0.2, 0.01), 0.9));
  }

  @ParameterizedTest
  @MethodSource("terms")
  void onlyTheStrongViewsHaveGradient(TermSpec spec) {
    double[] values = ViewInputs.projections(N, WIDTH, 1);
    Term.Value value = advance(spec.create(), spec, values);
    double[] gradient = value.gradients().get(spec.output());
    assertThat(Arrays.copyOf(gradient, 2 * N * WIDTH)).containsOnly(0);
    assertThat(Arrays.copyOfRange(gradient, 2 * N * WIDTH, 4 * N * WIDTH)).doesNotContain(0);
    assertThat(spec.groups()).containsExactly(ImageGroup.STRONG_VIEW, ImageGroup.OTHER_STRONG_VIEW);
  }

  @Test
  void gradientIsDerivativeOfValue() {
    TermSpec spec = new ContrastiveMutualTerm(WEIGHT, 0.2);
    double[] values = ViewInputs.projections(N, WIDTH, 1);
    assertThat(advance(spec.create(), spec, values).gradients().get(spec.output()))
        .containsExactly(
            CentralDifferences.gradient(
                values, 1e-5, moved -> advance(spec.create(), spec, moved).value()),
            within(1e-7));
  }

  @ParameterizedTest
  @MethodSource("terms")
  void valueIsWeightedMetric(TermSpec spec) {
    Term term = spec.create();
    assertThat(term.metrics().values()).containsExactly(Double.NaN);
    Term.Value value = advance(term, spec, ViewInputs.projections(N, WIDTH, 1));
    double nats = term.metrics().values().iterator().next();
    assertThat(value.value()).isEqualTo(-WEIGHT * nats);
  }

  /** The mean of e^s forgets by its decay, without a bias towards its start. */
  @Test
  void lautumTermUsesRunningMean() {
    ContrastiveLautumInformation information = new ContrastiveLautumInformation(0.2, 0.01);
    TermSpec spec = new ContrastiveLautumTerm(WEIGHT, information, 0.9);
    Term term = spec.create();
    double[] one = ViewInputs.projections(N, WIDTH, 1);
    double[] two = ViewInputs.projections(N, WIDTH, 2);
    advance(term, spec, one);
    double found = advance(term, spec, two).value();
    double z =
        (0.1 * 0.9 * similarities(information, one).meanExponential()
                + 0.1 * similarities(information, two).meanExponential())
            / 0.19;
    assertThat(found)
        .isCloseTo(-WEIGHT * similarities(information, two).evaluate(z).value(), within(1e-12));
    assertThat(term.state().averaged()).hasSize(1);
    assertThat(term.state().local()).isEmpty();
  }

  private static ContrastiveLautumInformation.Similarities similarities(
      ContrastiveLautumInformation information, double[] values) {
    int group = N * WIDTH;
    return information.similarities(
        Arrays.copyOfRange(values, 2 * group, 3 * group),
        Arrays.copyOfRange(values, 3 * group, 4 * group),
        N);
  }

  @ParameterizedTest
  @MethodSource("terms")
  void continuesFromRestoredState(TermSpec spec) {
    Term term = spec.create();
    advance(term, spec, ViewInputs.projections(N, WIDTH, 1));
    State state = term.state();
    Term restored = SerializationUtils.clone(spec).create();
    advance(restored, spec, ViewInputs.projections(N, WIDTH, 9));
    restored.restore(state);
    double[] next = ViewInputs.projections(N, WIDTH, 2);
    assertThat(advance(restored, spec, next).value()).isEqualTo(advance(term, spec, next).value());
    restored.restore(State.EMPTY);
    assertThat(restored.state()).isEqualTo(State.EMPTY);
    assertThat(restored.metrics().values()).containsExactly(Double.NaN);
  }

  private static Term.Value advance(Term term, TermSpec spec, double[] values) {
    return term.advance(ViewInputs.of(spec.output(), values, N));
  }
}
