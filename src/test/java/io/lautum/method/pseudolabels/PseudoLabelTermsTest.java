package io.lautum.method.pseudolabels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.loss.ViewInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected numbers were computed by hand. */
class PseudoLabelTermsTest {
  private static final int N = 3;
  private static final int K = 2;
  private static final int GROUP = N * K;

  /** Unlabelled images: confident in class 0, confident in class 1, unsure. */
  private static final double[] WEAK = {0.96, 0.04, 0.03, 0.97, 0.6, 0.4};

  private static final double[] STRONG = {0.5, 0.5, 0.75, 0.25, 0.1, 0.9};

  static Stream<TermSpec> terms() {
    return Stream.of(
        new FixMatchTerm(0.7, 0.95, List.of(), 0.9),
        new FixMatchTerm(0.7, 0.6, List.of(0.5, 0.5), 0.9),
        new FreeMatchTerm(0.7, 0, 0.9),
        new FreeMatchTerm(0.7, 0.05, 0.9));
  }

  @Test
  void fixMatchUsesConfidentLabels() {
    Term term = new FixMatchTerm(2, 0.95, List.of(), 0.9).create();
    Term.Value value = advance(term, WEAK, STRONG);
    // −ln 0.5 − ln 0.25 = 2.0794415, divided by three images, times the weight 2.
    assertThat(value.value()).isCloseTo(2 * 2.0794415416798357 / 3, within(1e-12));
    assertThat(term.metrics()).containsExactly(Map.entry(FixMatchTerm.SHARE, 2.0 / 3));
    double[] gradient = value.gradients().get(TermSpec.PROBABILITIES);
    assertThat(Arrays.copyOfRange(gradient, 2 * GROUP, 3 * GROUP))
        .containsExactly(new double[] {-2 / 0.5 / 3, 0, 0, -2 / 0.25 / 3, 0, 0}, within(1e-12));
    assertThat(Arrays.copyOf(gradient, 2 * GROUP)).as("constants").containsOnly(0);
  }

  /**
   * The running mean is 0.9 · (½, ½) + 0.1 · (0.53, 0.47) = (0.503, 0.497). With the prior (0.2,
   * 0.8) the third image's (0.6, 0.4) becomes (0.2703, 0.7297), and its label class 1.
   */
  @Test
  void fixMatchAlignsPredictionsWithThePrior() {
    Term term = new FixMatchTerm(1, 0.7, List.of(0.2, 0.8), 0.9).create();
    Term.Value value = advance(term, WEAK, STRONG);
    double first = 0.96 * 0.2 / 0.503 / (0.96 * 0.2 / 0.503 + 0.04 * 0.8 / 0.497);
    assertThat(first).isBetween(0.7, 0.95);
    assertThat(value.value())
        .isCloseTo((-Math.log(0.5) - Math.log(0.25) - Math.log(0.9)) / 3, within(1e-12));
    assertThat(term.state().averaged().get("mean-probabilities"))
        .containsExactly(new double[] {0.503, 0.497}, within(1e-12));
  }

  /**
   * First minibatch with α = 0.9: τ = 0.45 + 0.1 · (0.96 + 0.97 + 0.6)/3 = 0.534333, m = (0.503,
   * 0.497), so class 1 needs 0.534333 · 0.497/0.503 = 0.527959, and all three labels count.
   */
  @Test
  void freeMatchThresholdsFollowTheConfidence() {
    Term term = new FreeMatchTerm(1, 0, 0.9).create();
    Term.Value value = advance(term, WEAK, STRONG);
    assertThat(term.metrics().get(FreeMatchTerm.THRESHOLD))
        .isCloseTo(0.45 + 0.1 * 2.53 / 3, within(1e-12));
    assertThat(term.metrics()).containsEntry(FreeMatchTerm.SHARE, 1.0);
    assertThat(value.value())
        .isCloseTo((-Math.log(0.5) - Math.log(0.25) - Math.log(0.1)) / 3, within(1e-12));
    assertThat(term.state().averaged().get("means"))
        .containsExactly(
            new double[] {0.45 + 0.1 * 2.53 / 3, 0.503, 0.497, 0.45 + 0.1 * 2 / 3, 0.45 + 0.1 / 3},
            within(1e-12));
  }

  @Test
  void freeMatchRaisesItsThresholdWithConfidence() {
    Term term = new FreeMatchTerm(1, 0, 0.5).create();
    for (int step = 0; step < 20; step++) {
      advance(term, new double[] {0.99, 0.01, 0.01, 0.99, 0.99, 0.01}, STRONG);
    }
    advance(term, WEAK, STRONG);
    assertThat(term.metrics().get(FreeMatchTerm.SHARE)).isLessThan(1);
  }

  @ParameterizedTest
  @MethodSource("terms")
  void gradientIsDerivativeWithRespectToStrongViews(TermSpec spec) {
    // No two probabilities of an image are equal, where the histogram of classes has a step.
    double[] strong = {0.55, 0.45, 0.75, 0.25, 0.1, 0.9};
    double[] gradient =
        advance(spec.create(), WEAK, strong).gradients().get(TermSpec.PROBABILITIES);
    assertThat(Arrays.copyOfRange(gradient, 2 * GROUP, 3 * GROUP))
        .containsExactly(
            CentralDifferences.gradient(
                strong, 1e-6, moved -> advance(spec.create(), WEAK, moved).value()),
            within(1e-6));
  }

  /** α ln β with m/h = (1, 1), p̄ = (0.45, 0.55) and h̄ = (2/3, 1/3), where the tie is class 0. */
  @Test
  void fairnessFollowsItsFormula() {
    boolean[] all = {true, true, true};
    Fairness fairness = new Fairness(STRONG, all, new double[] {0.5, 0.5}, new double[] {0.5, 0.5});
    double first = 0.45 / (2.0 / 3);
    double second = 0.55 / (1.0 / 3);
    double expected =
        0.5 * Math.log(first / (first + second)) + 0.5 * Math.log(second / (first + second));
    assertThat(fairness.value()).isCloseTo(expected, within(1e-12));
  }

  /**
   * Without memory, as in a training of 20 steps, the running means are those of a minibatch that
   * may lack a class. α is then 1 for the other class, β_0 = 0.45 · 3/2 / (0.45 · 3/2 + 0.55 · 3).
   */
  @Test
  void classWithoutPredictionsIsLeftOut() {
    double[] certain = {1, 0, 1, 0, 1, 0};
    Term.Value fair = advance(new FreeMatchTerm(0, 1, 0).create(), certain, STRONG);
    assertThat(fair.value()).isCloseTo(Math.log(0.675 / (0.675 + 1.65)), within(1e-12));
    Term.Value aligned =
        advance(new FixMatchTerm(1, 0.7, List.of(0.2, 0.8), 0).create(), certain, STRONG);
    // All images have class 0, whose probabilities for the strong views are 0.5, 0.75 and 0.1.
    assertThat(aligned.value())
        .isCloseTo(-(Math.log(0.5) + Math.log(0.75) + Math.log(0.1)) / 3, within(1e-12));
  }

  @Test
  void noConfidentImageGivesNothing() {
    Term term = new FixMatchTerm(1, 0.99, List.of(), 0.9).create();
    Term.Value value = advance(term, WEAK, STRONG);
    assertThat(value.value()).isZero();
    assertThat(value.gradients().get(TermSpec.PROBABILITIES)).containsOnly(0);
    assertThat(term.metrics()).containsEntry(FixMatchTerm.SHARE, 0.0);
  }

  @ParameterizedTest
  @MethodSource("terms")
  void continuesFromRestoredState(TermSpec spec) {
    Term term = spec.create();
    assertThat(term.metrics().values()).containsOnly(Double.NaN);
    advance(term, WEAK, STRONG);
    State state = term.state();
    Term restored = SerializationUtils.clone(spec).create();
    advance(restored, STRONG, WEAK);
    restored.restore(state);
    double[] weak = {0.7, 0.3, 0.45, 0.55, 0.02, 0.98};
    assertThat(advance(restored, weak, STRONG).value())
        .isEqualTo(advance(term, weak, STRONG).value());
    restored.restore(State.EMPTY);
    assertThat(restored.state()).isEqualTo(State.EMPTY);
  }

  private static Term.Value advance(Term term, double[] weak, double[] strong) {
    double[] values = new double[4 * GROUP];
    Arrays.fill(values, 0.5);
    System.arraycopy(weak, 0, values, GROUP, GROUP);
    System.arraycopy(strong, 0, values, 2 * GROUP, GROUP);
    return term.advance(ViewInputs.of(TermSpec.PROBABILITIES, values, N));
  }
}
