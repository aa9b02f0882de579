package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossValidationTest {
  /** Wilson's interval for 20·4/9 images, and for these divided by 3.631, evaluated in Python. */
  @Test
  void intervalDependsOnTheGroups() {
    Proportion alone = validation(1).accuracy();
    assertThat(alone.value()).isEqualTo(0.75);
    assertThat(alone.low()).isCloseTo(0.425021, within(1e-6));
    assertThat(alone.high()).isCloseTo(0.924101, within(1e-6));
    Proportion grouped = validation(5).accuracy();
    assertThat(grouped.value()).isEqualTo(0.75);
    assertThat(grouped.low()).isCloseTo(0.226041, within(1e-6));
    assertThat(grouped.high()).isCloseTo(0.968569, within(1e-6));
  }

  @Test
  void thresholdsHaveTheSameIntervals() {
    CrossValidation validation = validation(5);
    RiskCoverage curve = RiskCoverage.of(validation.images(), validation.folds());
    assertThat(curve.points().get(0).right()).isEqualTo(validation.accuracy());
  }

  /** √0.9 is three times √0.1. */
  @Test
  void scaledImagesHavePowersOfTheirProbabilities() {
    CrossValidation plain = validation(1);
    assertThat(plain.scaledImages()).isEqualTo(plain.images());
    CrossValidation scaled =
        new CrossValidation(
            plain.method(),
            plain.folds(),
            plain.groups(),
            plain.classes(),
            plain.accuracy(),
            plain.balance(),
            plain.crossEntropy(),
            plain.confusion(),
            plain.remarks(),
            plain.images(),
            0.5);
    assertThat(scaled.scaledImages().get(0).probabilities())
        .containsExactly(new float[] {0.75f, 0.25f}, within(1e-6f));
  }

  /** Twenty images in groups, of which 5, 5, 4 and 1 of five images are classified correctly. */
  private static CrossValidation validation(int groupSize) {
    String right = "11111111111111010000";
    List<CrossValidation.Image> images = new ArrayList<>();
    for (int i = 0; i < right.length(); i++) {
      float first = right.charAt(i) == '1' ? 0.9f : 0.2f;
      images.add(
          new CrossValidation.Image(
              "i" + i, 0, i / groupSize % 5, i / groupSize, new float[] {first, 1 - first}));
    }
    return CrossValidation.of("scratch", 5, 4, List.of("a", "b"), List.of(), images);
  }
}
