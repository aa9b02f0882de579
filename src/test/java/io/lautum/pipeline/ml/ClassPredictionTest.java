package io.lautum.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;

class ClassPredictionTest {
  private static final List<String> CLASSES = List.of("7", "8", "9");

  private static String label(double[] thresholds, double... probabilities) {
    return new ClassPrediction(CLASSES, thresholds, true).label(Vectors.dense(probabilities));
  }

  @Test
  void largestProbabilityPerThresholdIsPredicted() {
    assertThat(label(null, 0.2, 0.5, 0.3)).isEqualTo("8");
    assertThat(label(new double[] {0.2, 1, 1}, 0.2, 0.5, 0.3)).isEqualTo("7");
    assertThat(label(new double[] {1, 1, 1}, 0.4, 0.4, 0.2)).isEqualTo("7");
  }

  @Test
  void thresholdOf0IsAnyProbabilityExcept0() {
    double[] first = {0, 1, 1};
    assertThat(label(first, 1e-30, 0.5, 0.5)).isEqualTo("7");
    assertThat(label(first, 0, 0.4, 0.6)).isEqualTo("9");
    assertThat(label(new double[] {1, 0, 1}, 0.4, 0, 0.6)).isEqualTo("9");
  }
}
