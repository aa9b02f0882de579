package io.lautum.evaluation.outsiders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparationTest {
  /** Of 3·4 pairs, 4 wins of 5, 2 wins and one tie of 3, and a tie with 1 remain. */
  @Test
  void pairsAreCountedWithTiesHalf() {
    Separation found = Separation.of(new double[] {5, 1, 3}, new double[] {3, 4, 1, 2});
    assertThat(found.auroc()).isEqualTo((4 + 2.5 + 0.5) / 12);
    assertThat(found.insiders()).isEqualTo(3);
    assertThat(found.outsiders()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1, 0", "0, 1, 0, 1", "1, 1, 0.5, 1", "1, Infinity, 0, 1"})
  void extremesAreExact(double in, double out, double auroc, double rate) {
    Separation found = Separation.of(new double[] {in, in}, new double[] {out, out, out});
    assertThat(found.auroc()).isEqualTo(auroc);
    assertThat(found.falsePositiveRate()).isEqualTo(rate);
  }

  /** 95 % of 20 insiders are 19, so 2 is the threshold; of 21 they are 20 (19.95 rounded up). */
  @ParameterizedTest
  @CsvSource({"20, 2, 0.5", "21, 2, 0.5", "40, 3, 0", "19, 1, 0.75", "1, 1, 0.75"})
  void thresholdAcceptsAtLeast95Percent(int insiders, double threshold, double rate) {
    double[] in = IntStream.rangeClosed(1, insiders).asDoubleStream().toArray();
    double[] out = {threshold - 1, 1.5, 2.5, 2};
    double expected = IntStream.range(0, 4).filter(i -> out[i] >= threshold).count() / 4.0;
    assertThat(Separation.of(in, out).falsePositiveRate()).isEqualTo(expected).isEqualTo(rate);
  }

  @Test
  void manyTiesAgreeWithAllPairs() {
    SplittableRandom random = new SplittableRandom(3);
    double[] in = random.ints(301, 2, 12).asDoubleStream().toArray();
    double[] out = random.ints(257, 0, 10).asDoubleStream().toArray();
    double wins = 0;
    for (double i : in) {
      for (double o : out) {
        wins += i > o ? 1 : i == o ? 0.5 : 0;
      }
    }
    assertThat(Separation.of(in, out).auroc())
        .isCloseTo(wins / in.length / out.length, within(1e-12));
  }

  @Test
  void missingScoresAreRejected() {
    double[] some = {1};
    assertThatThrownBy(() -> Separation.of(some, new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores of outsiders: expected one or more numbers");
    assertThatThrownBy(() -> Separation.of(new double[] {Double.NaN}, some))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("insiders");
  }
}
