package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  /**
   * Differences .01, .02, .06: mean .03, s = √.0007, t = .03/(s/√3) = 1.963961. For two degrees of
   * freedom p = 1 - t/√(2 + t²) in closed form.
   */
  @Test
  void pMatchesTheClosedFormForTwoDegreesOfFreedom() {
    PairedComparison c =
        PairedComparison.of(List.of(0.51, 0.62, 0.76), List.of(0.50, 0.60, 0.70)).orElseThrow();
    double t = 0.03 / Math.sqrt(0.0007 / 3);
    assertThat(c.difference()).isCloseTo(0.03, within(1e-12));
    assertThat(c.p()).isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-9));
    assertThat(c.p()).isCloseTo(0.1885, within(1e-4));
    assertThat(c.draws()).isEqualTo(3);
    assertThat(c.isSignificant()).isFalse();
    // The 0.975 quantile of t with two degrees of freedom is 2p'√(2/(1 - 4p'²)) at p' = 0.475.
    double quantile = 2 * 0.475 * Math.sqrt(2 / (1 - 4 * 0.475 * 0.475));
    assertThat(c.low()).isCloseTo(0.03 - quantile * Math.sqrt(0.0007 / 3), within(1e-9));
    assertThat(c.high()).isCloseTo(0.03 + quantile * Math.sqrt(0.0007 / 3), within(1e-9));
  }

  @Test
  void equalDrawsGiveNoEvidence() {
    List<Double> draws = List.of(0.5, 0.6);
    assertThat(PairedComparison.of(draws, draws).orElseThrow().p()).isEqualTo(1);
  }

  /**
   * Two equal differences of 1 point are as likely as two opposite ones if their signs are random,
   * so p = 1/2; t = 1 has this p for one degree of freedom, and the 0.975 quantile is tan(0.475 π).
   */
  @Test
  void equalDifferencesAreNotInfinitelySignificant() {
    PairedComparison two =
        PairedComparison.of(List.of(0.51, 0.63), List.of(0.50, 0.62)).orElseThrow();
    assertThat(two.p()).isEqualTo(0.5);
    assertThat(two.difference()).isCloseTo(0.01, within(1e-12));
    double half = 0.01 * Math.tan(0.475 * Math.PI);
    assertThat(two.low()).isCloseTo(0.01 - half, within(1e-9));
    assertThat(two.high()).isCloseTo(0.01 + half, within(1e-9));
    PairedComparison six =
        PairedComparison.of(
                List.of(0.51, 0.63, 0.52, 0.53, 0.54, 0.55),
                List.of(0.50, 0.62, 0.51, 0.52, 0.53, 0.54))
            .orElseThrow();
    assertThat(six.p()).isEqualTo(1.0 / 32);
    assertThat(six.low()).as("p below 0.05 excludes 0").isPositive();
  }

  /** Of three tests only the one whose corrected p is below 0.05 is significant. */
  @Test
  void significanceIsThatOfTheCorrectedP() {
    PairedComparison first = new PairedComparison(0.03, 0.01, 0.05, 0.02, 0.02, 5);
    PairedComparison second = new PairedComparison(0.03, 0.01, 0.05, 0.001, 0.001, 5);
    PairedComparison third = new PairedComparison(0.03, -0.01, 0.05, 0.5, 0.5, 5);
    List<PairedComparison> corrected = PairedComparison.corrected(List.of(first, second, third));
    assertThat(corrected).extracting(PairedComparison::p).containsExactly(0.02, 0.001, 0.5);
    assertThat(corrected).extracting(PairedComparison::corrected).containsExactly(0.04, 0.003, 0.5);
    assertThat(PairedComparison.corrected(List.of(first, first, third)).get(0).isSignificant())
        .isFalse();
    assertThat(corrected.get(0).isSignificant()).isTrue();
  }

  @Test
  void unpairableDrawsAreNotCompared() {
    assertThat(PairedComparison.of(List.of(0.5), List.of(0.6))).isEmpty();
    assertThat(PairedComparison.of(List.of(0.5, 0.6), List.of(0.6, 0.7, 0.8))).isEmpty();
  }
}
