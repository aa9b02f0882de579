package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumsTest {
  private static ExactSums sums(float... values) {
    ExactSums sums = new ExactSums(1);
    for (float value : values) {
      sums.add(0, value);
      sums.next();
    }
    return sums;
  }

  @Test
  void momentsOfAFewNumbers() {
    ExactSums sums = sums(1, 2, 3, 6);
    assertThat(sums.mean(0)).isEqualTo(3);
    // (4 + 1 + 0 + 9) / 4 = 3.5
    assertThat(sums.deviation(0)).isCloseTo(Math.sqrt(3.5), within(1e-15));
    assertThat(sums(-7.25f, -7.25f).mean(0)).isEqualTo(-7.25);
    assertThat(sums(-7.25f, -7.25f).deviation(0)).isZero();
    assertThat(sums().mean(0)).isZero();
  }

  @Test
  void missingValuesAreLeftOut() {
    ExactSums sums = sums(4, Float.NaN, -2);
    assertThat(sums.mean(0)).isEqualTo(1);
    assertThat(sums.deviation(0)).isEqualTo(3);
  }

  /** In doubles, 1e30 would absorb all else. */
  @Test
  void nothingIsLostNextToLargeNumbers() {
    ExactSums sums = sums(1e30f, 3, -1e30f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE);
    assertThat(sums.mean(0)).isEqualTo(0.5);
  }

  @Test
  void equalsDecimalArithmeticInAnyOrder() {
    Random random = new Random(1);
    float[] values = new float[2000];
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1000 + random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
      BigDecimal exact = new BigDecimal(values[i]);
      sum = sum.add(exact);
      squares = squares.add(exact.multiply(exact));
    }
    BigDecimal n = BigDecimal.valueOf(values.length);
    BigDecimal variance =
        squares
            .multiply(n)
            .subtract(sum.multiply(sum))
            .divide(n.multiply(n), MathContext.DECIMAL128);
    ExactSums first = sums(values);
    ExactSums parts = new ExactSums(1);
    for (int i = values.length - 1; i >= 0; i--) {
      parts = i % 2 == 0 ? parts.plus(sums(values[i])) : sums(values[i]).plus(parts);
    }
    for (ExactSums sums : new ExactSums[] {first, parts}) {
      assertThat(sums.mean(0))
          .isCloseTo(sum.divide(n, MathContext.DECIMAL128).doubleValue(), within(1e-12));
      assertThat(sums.deviation(0) / Math.sqrt(variance.doubleValue())).isCloseTo(1, within(1e-14));
    }
    assertThat(parts.mean(0)).isEqualTo(first.mean(0));
    assertThat(parts.deviation(0)).isEqualTo(first.deviation(0));
  }
}
