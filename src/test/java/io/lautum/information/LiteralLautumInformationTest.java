package io.lautum.information;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralLautumInformationTest {
  @ParameterizedTest
  @CsvSource({"2, 3, 5", "3, 8, 8", "10, 64, 784"})
  void whitenedFormAgreesWithTheLiteralForm(int outputs, int components, int inputs) {
    LiteralComparison comparison = new LiteralComparison(outputs, components, inputs, 64, 30);

    assertThat(comparison.difference(comparison.batch(0))).isLessThan(1e-9);
    assertThat(comparison.difference(comparison.batch(29))).isLessThan(1e-9);
  }

  @Test
  void comparisonDetectsAnotherGradient() {
    LiteralComparison comparison = new LiteralComparison(2, 3, 5, 64, 30);
    LiteralComparison.Batch batch = comparison.batch(0);

    comparison.whitenedStep(batch);

    assertThat(comparison.difference(batch)).isGreaterThan(1e-4);
  }
}
