package io.lautum.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void stepsAreOneTwoOrFiveAndCoverTheData() {
    assertThat(labels(Axis.linear(0, 1))).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(labels(Axis.linear(41, 98, 0, 100))).containsExactly("40", "60", "80", "100");
    assertThat(labels(Axis.linear(-0.3, 0.3))).containsExactly("-0.4", "-0.2", "0.0", "0.2", "0.4");
  }

  @Test
  void constantDataHasANonEmptyAxis() {
    for (double value : new double[] {0, 5, -3, 1e12, 1e-12}) {
      Axis axis = Axis.linear(value, value);
      assertThat(axis.fraction(value)).isStrictlyBetween(0.0, 1.0);
      assertThat(labels(axis)).hasSizeBetween(2, 12).doesNotHaveDuplicates();
    }
  }

  @Test
  void axisStaysWithinTheBoundsOfItsQuantity() {
    Axis axis = Axis.linear(99.9, 100, 0, 100);
    assertThat(axis.max()).isEqualTo(100);
    assertThat(axis.fraction(100)).isCloseTo(1, within(1e-12));
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }
}
