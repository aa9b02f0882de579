package io.lautum.information.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiKernelMmdTest {
  private static final double[] LIST = {
    1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6
  };

  /**
   * With x = 0, 2; y = 1, 3; s = ½: k = exp(-D), where D = 4 within and 1, 9, 1, 1 across samples.
   */
  @Test
  void fourPointsByHand() {
    double value =
        MultiKernelMmd.fixed(new double[] {0.5}).evaluate(new double[] {0, 2, 1, 3}, 2).value();
    double expected = 2 * Math.exp(-4) - 0.5 * (3 * Math.exp(-1) + Math.exp(-9));
    assertThat(value).isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 2", "5, 7", "16, 33"})
  void valueFollowsTheDefinition(int n, int d) {
    double[] outputs = Samples.normal(n, d, 0.7, 1.5, new Random(n));
    assertThat(MultiKernelMmd.fixed().evaluate(outputs, n).value())
        .isCloseTo(definition(outputs, n, LIST), within(1e-13));
    double[] scaled = medianBandwidths(outputs, 2 * n, 19);
    MultiKernelMmd.Estimate estimate = MultiKernelMmd.medianScaled(19).evaluate(outputs, n);
    assertThat(estimate.bandwidths()).containsExactly(scaled, within(1e-9));
    assertThat(estimate.value()).isCloseTo(definition(outputs, n, scaled), within(1e-13));
  }

  /** Covers the fixed list, and median-scaled bandwidths that are held constant. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientAgreesWithCentralDifferences(boolean median) {
    int n = 4;
    double[] outputs = Samples.normal(n, 3, 0.5, 1.2, new Random(5));
    MultiKernelMmd mmd = median ? MultiKernelMmd.medianScaled(19) : MultiKernelMmd.fixed();
    MultiKernelMmd.Estimate estimate = mmd.evaluate(outputs, n);
    double[] gradient = estimate.gradient();
    double[] bandwidths = estimate.bandwidths();
    double[] expected =
        CentralDifferences.gradient(outputs, 1e-5, moved -> definition(moved, n, bandwidths));
    assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
    assertThat(gradient).containsExactly(expected, within(1e-9));
  }

  /** The rows are so close together that the narrowest kernels are not zero. */
  @Test
  void gradientOfNarrowKernelsAgreesWithCentralDifferences() {
    int n = 3;
    double[] outputs = Samples.normal(n, 2, 0, 1, new Random(8));
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = 1e-3 * outputs[i];
    }
    double[] gradient = MultiKernelMmd.fixed().evaluate(outputs, n).gradient();
    double[] expected =
        CentralDifferences.gradient(outputs, 1e-8, moved -> definition(moved, n, LIST));
    for (int i = 0; i < outputs.length; i++) {
      assertThat(gradient[i]).isCloseTo(expected[i], within(1e-5 * Math.abs(expected[i])));
      assertThat(Math.abs(gradient[i])).isGreaterThan(0.1);
    }
  }

  /** MMD² does not change if all rows are translated together. */
  @Test
  void gradientSumsToZero() {
    double[] gradient =
        MultiKernelMmd.fixed().evaluate(Samples.normal(20, 1, 1, 1, new Random(3)), 20).gradient();
    assertThat(Arrays.stream(gradient).sum()).isCloseTo(0, within(1e-12));
    assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow()).isGreaterThan(1e-3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneDistributionHasMeanZero(boolean median) {
    MultiKernelMmd mmd = median ? MultiKernelMmd.medianScaled(19) : MultiKernelMmd.fixed();
    Random random = new Random(11);
    double[] values =
        IntStream.range(0, 4000)
            .mapToDouble(draw -> mmd.evaluate(Samples.normal(6, 2, 0, 1, random), 6).value())
            .toArray();
    assertMean(values, 0);
    assertThat(Arrays.stream(values).min().orElseThrow()).isNegative();
  }

  /**
   * Uses E k(x, x') = √(s/(s + 2σ²)) and E k(x, y) = √(s/(s + σ² + τ²)) exp(-(a - b)²/2(s + σ² +
   * τ²)).
   */
  @ParameterizedTest
  @CsvSource({"0.5, 1", "0, 2", "3, 0.2"})
  void twoNormalDistributionsHaveTheKnownMean(double shift, double spread) {
    double expected = 0;
    for (double s : LIST) {
      double both = s + 1 + spread * spread;
      expected += Math.sqrt(s / (s + 2)) + Math.sqrt(s / (s + 2 * spread * spread));
      expected -= 2 * Math.sqrt(s / both) * Math.exp(-shift * shift / (2 * both));
    }
    Random random = new Random(12);
    MultiKernelMmd mmd = MultiKernelMmd.fixed();
    double[] values =
        IntStream.range(0, 2000)
            .mapToDouble(
                draw -> mmd.evaluate(Samples.normal(10, 1, shift, spread, random), 10).value())
            .toArray();
    assertMean(values, expected / LIST.length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void samplesCanBeSwapped(boolean median) {
    MultiKernelMmd mmd = median ? MultiKernelMmd.medianScaled(5) : MultiKernelMmd.fixed();
    double[] outputs = Samples.normal(7, 5, 1, 2, new Random(4));
    MultiKernelMmd.Estimate estimate = mmd.evaluate(outputs, 7);
    MultiKernelMmd.Estimate swapped = mmd.evaluate(Samples.swapped(outputs), 7);
    assertThat(swapped.value()).isCloseTo(estimate.value(), within(1e-14));
    assertThat(Samples.swapped(swapped.gradient()))
        .containsExactly(estimate.gradient(), within(1e-14));
  }

  @Test
  void medianFollowsTheScale() {
    double[] outputs = Samples.normal(8, 4, 1, 1, new Random(6));
    double[] larger = Arrays.stream(outputs).map(x -> 1000 * x).toArray();
    MultiKernelMmd mmd = MultiKernelMmd.medianScaled(19);
    assertThat(mmd.evaluate(larger, 8).value())
        .isCloseTo(mmd.evaluate(outputs, 8).value(), within(1e-12));
  }

  @Test
  void medianIgnoresEqualRows() {
    // The pairs have the distances 1 and 9 six times each, 4 once, and 0 fifteen times.
    double[] outputs = {0, 0, 0, 0, 0, 0, 1, 3};
    double[] bandwidths = MultiKernelMmd.medianScaled(3).evaluate(outputs, 4).bandwidths();
    assertThat(bandwidths).containsExactly(new double[] {2, 4, 8}, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "false, 3.25", "true, 3.25", "false, 1e38", "true, 1e38"})
  void equalRowsGiveZero(boolean median, double entry) {
    MultiKernelMmd mmd = median ? MultiKernelMmd.medianScaled(19) : MultiKernelMmd.fixed();
    double[] outputs = new double[6 * 3];
    Arrays.fill(outputs, entry);
    MultiKernelMmd.Estimate estimate = mmd.evaluate(outputs, 3);
    assertThat(estimate.value()).isCloseTo(0, within(1e-15));
    assertThat(estimate.gradient()).containsExactly(new double[18], within(1e-9 * entry));
  }

  @ParameterizedTest
  @CsvSource({"false, 1e-45", "true, 1e-45", "false, 3.4e38", "true, 3.4e38"})
  void smallestAndLargestFloatsGiveFiniteNumbers(boolean median, double scale) {
    MultiKernelMmd mmd = median ? MultiKernelMmd.medianScaled(19) : MultiKernelMmd.fixed();
    double[] outputs =
        Arrays.stream(Samples.normal(4, 5, 1, 0.1, new Random(9)))
            .map(x -> scale * Math.max(-1, Math.min(1, x)))
            .toArray();
    System.arraycopy(outputs, 0, outputs, 5, 5);
    MultiKernelMmd.Estimate estimate = mmd.evaluate(outputs, 4);
    assertThat(estimate.value()).isFinite();
    assertThat(Arrays.stream(estimate.gradient()).allMatch(Double::isFinite)).isTrue();
  }

  @Test
  void invalidOutputsAreRejected() {
    MultiKernelMmd mmd = MultiKernelMmd.fixed();
    assertThatThrownBy(() -> mmd.evaluate(new double[] {1, 2}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n = [1]");
    assertThatThrownBy(() -> mmd.evaluate(new double[5], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of [4] entries, got [5]");
    assertThatThrownBy(() -> mmd.evaluate(new double[0], 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mmd.evaluate(new double[] {1, 2, Double.NaN, 3}, 2))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-101})
  void bandwidthsOutOfRangeAreRejected(double bandwidth) {
    assertThatThrownBy(() -> MultiKernelMmd.fixed(new double[] {1, bandwidth}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bandwidths");
    assertThatThrownBy(() -> MultiKernelMmd.fixed(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 203})
  void kernelCountsOutOfRangeAreRejected(int kernels) {
    assertThatThrownBy(() -> MultiKernelMmd.medianScaled(kernels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[" + kernels + "]");
  }

  @Test
  void survivesSerialization() {
    double[] outputs = Samples.normal(4, 2, 1, 1, new Random(10));
    MultiKernelMmd copy = SerializationUtils.roundtrip(MultiKernelMmd.medianScaled(7));
    assertThat(copy.evaluate(outputs, 4).value())
        .isEqualTo(MultiKernelMmd.medianScaled(7).evaluate(outputs, 4).value());
  }

  /** Checks that the mean is within four standard errors of the expected value. */
  private static void assertMean(double[] values, double expected) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    assertThat(mean).isCloseTo(expected, within(4 * Math.sqrt(variance / values.length)));
  }

  /** Evaluates eq. 3 literally. */
  private static double definition(double[] outputs, int n, double[] bandwidths) {
    double[][] x = rows(outputs, 0, n, outputs.length / (2 * n));
    double[][] y = rows(outputs, n, n, outputs.length / (2 * n));
    double source = 0;
    double target = 0;
    double across = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) {
          source += kernel(x[i], x[j], bandwidths);
          target += kernel(y[i], y[j], bandwidths);
        }
        across += kernel(x[i], y[j], bandwidths);
      }
    }
    return source / (n * (n - 1)) + target / (n * (n - 1)) - 2 * across / (n * n);
  }

  private static double kernel(double[] a, double[] b, double[] bandwidths) {
    double distance = squaredDistance(a, b);
    return Arrays.stream(bandwidths)
        .map(s -> Math.exp(-distance / (2 * s)))
        .average()
        .orElseThrow();
  }

  private static double squaredDistance(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> Math.pow(a[k] - b[k], 2)).sum();
  }

  /**
   * Returns 2^-9 … 2^9 times the median over all pairs of rows; for 19 kernels and rows without
   * duplicates.
   */
  private static double[] medianBandwidths(double[] outputs, int count, int kernels) {
    double[][] all = rows(outputs, 0, count, outputs.length / count);
    double[] distances =
        IntStream.range(0, count * count)
            .filter(pair -> pair / count < pair % count)
            .mapToDouble(pair -> squaredDistance(all[pair / count], all[pair % count]))
            .sorted()
            .toArray();
    int pairs = distances.length;
    double median = (distances[(pairs - 1) / 2] + distances[pairs / 2]) / 2;
    return IntStream.range(0, kernels)
        .mapToDouble(k -> median * Math.pow(2, k - (kernels - 1) / 2))
        .toArray();
  }

  private static double[][] rows(double[] outputs, int from, int rows, int d) {
    return IntStream.range(from, from + rows)
        .mapToObj(i -> Arrays.copyOfRange(outputs, i * d, (i + 1) * d))
        .toArray(double[][]::new);
  }
}
