package io.lautum.information.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianKernelsTest {
  private static final double[] BANDWIDTHS = {100, 1e-3, 2, 0.5};

  private final GaussianKernels.KernelValue point = new GaussianKernels.KernelValue();

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 1e-3, 0.7, 1.489, 1.491, 30, 745, 1e5})
  void valueAndSlopeAreMeansOverTheKernels(double distance) {
    double value = 0;
    double slope = 0;
    for (double s : BANDWIDTHS) {
      value += Math.exp(-distance / (2 * s)) / BANDWIDTHS.length;
      slope -= Math.exp(-distance / (2 * s)) / (2 * s) / BANDWIDTHS.length;
    }
    new GaussianKernels(BANDWIDTHS).evaluate(distance, point);
    assertThat(point.value).isCloseTo(value, within(1e-15));
    assertThat(point.slope).isCloseTo(slope, within(1e-15 + 1e-13 * Math.abs(slope)));
  }

  @Test
  void infiniteDistanceGivesZeroAndNotNaN() {
    new GaussianKernels(BANDWIDTHS).evaluate(Double.POSITIVE_INFINITY, point);
    assertThat(point.value).isZero();
    assertThat(point.slope).isZero();
  }
}
