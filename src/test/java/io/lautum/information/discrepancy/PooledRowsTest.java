package io.lautum.information.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with double loops, for sizes that are and are not multiples of four. */
class PooledRowsTest {
  @ParameterizedTest
  @CsvSource({"4, 1", "6, 3", "8, 4", "10, 9", "34, 65"})
  void distancesAreThoseOfTheDifferences(int count, int d) {
    double[] outputs = Samples.normal(count / 2, d, 1000, 3, new Random(count));
    double[] distances = new PooledRows(outputs, count).squaredDistances();
    assertThat(distances).hasSize(count * count);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double expected = j > i ? squaredDistance(outputs, d, i, j) : 0;
        assertThat(distances[i * count + j]).isCloseTo(expected, within(1e-13 * (1 + 1e6 * d)));
      }
    }
  }

  /** |x|² is 10¹² times the squared norm after centring. */
  @Test
  void distancesFarFromTheOriginKeepTheirDigits() {
    double[] outputs = Samples.normal(5, 8, 0, 1, new Random(1));
    double[] near = new PooledRows(outputs, 10).squaredDistances();
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] += 1 << 20;
    }
    double[] far = new PooledRows(outputs, 10).squaredDistances();
    assertThat(far).containsExactly(near, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "130"})
  void equalRowsAreAtDistanceZero(int d) {
    double[] row = new Random(d).doubles(d, -1e6, 1e6).toArray();
    double[] outputs = new double[8 * d];
    for (int i = 0; i < 8; i++) {
      System.arraycopy(row, 0, outputs, i * d, d);
    }
    outputs[3 * d] += 1;
    double[] distances = new PooledRows(outputs, 8).squaredDistances();
    for (int i = 0; i < 8; i++) {
      for (int j = i + 1; j < 8; j++) {
        double expected = i == 3 || j == 3 ? 1 : 0;
        double tolerance = expected * 1e-2 * d;
        assertThat(Math.abs(distances[i * 8 + j] - expected)).isLessThanOrEqualTo(tolerance);
      }
    }
  }

  /** Rows that differ in the last bits, whose distance is less than the rounding error. */
  @Test
  void distancesOfAlmostEqualRowsAreNotNegative() {
    Random random = new Random(1);
    double[] row = random.doubles(9, -1, 1).toArray();
    double[] outputs = new double[100 * row.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (i < outputs.length / 2 ? 1 : -1) * row[i % row.length];
      outputs[i] *= 1 + random.nextInt(3) * Math.ulp(1.0);
    }
    assertThat(Arrays.stream(new PooledRows(outputs, 100).squaredDistances()))
        .allMatch(distance -> distance >= 0);
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "6, 3", "8, 4", "10, 9", "34, 65"})
  void weightedDifferencesAreSumsOverPairs(int count, int d) {
    Random random = new Random(d);
    double[] outputs = Samples.normal(count / 2, d, 5, 1, random);
    double[] weights = random.doubles(count * count, -1, 1).toArray();
    double[] expected = new double[count * d];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        weights[i * count + j] = weights[Math.min(i, j) * count + Math.max(i, j)];
        for (int k = 0; k < d; k++) {
          expected[i * d + k] += weights[i * count + j] * (outputs[i * d + k] - outputs[j * d + k]);
        }
      }
    }
    assertThat(new PooledRows(outputs, count).weightedDifferences(weights))
        .containsExactly(expected, within(1e-12));
  }

  @Test
  void anyFloatCanBeSquared() {
    double[] outputs = new double[6 * 500];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = i / 500 % 2 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE;
    }
    double[] distances = new PooledRows(outputs, 6).squaredDistances();
    double between = 500 * Math.pow(2.0 * Float.MAX_VALUE, 2);
    assertThat(distances[1]).isCloseTo(between, within(1e-12 * between));
    assertThat(distances[2]).isZero();
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity", "1e200"})
  void valuesWithoutFiniteSquareAreRejected(double value) {
    double[] outputs = {0, 1, 2, value, 4, 5, 6, 7};
    PooledRows rows = new PooledRows(outputs, 4);
    assertThatThrownBy(rows::squaredDistances)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("row [");
  }

  private static double squaredDistance(double[] outputs, int d, int i, int j) {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      sum += Math.pow(outputs[i * d + k] - outputs[j * d + k], 2);
    }
    return sum;
  }
}
