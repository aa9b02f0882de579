package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskCoverageTest {
  private static CrossValidation.Image image(int label, float first) {
    return new CrossValidation.Image("i", label, 0, 0, new float[] {first, 1 - first});
  }

  @Test
  void pointsCountTheAnswersAboveTheThreshold() {
    // Largest probabilities 0.6, 0.7, 0.8, 0.9; the least sure answer and the third are wrong.
    RiskCoverage curve =
        RiskCoverage.of(List.of(image(1, 0.6f), image(1, 0.3f), image(1, 0.8f), image(0, 0.9f)), 5);
    assertThat(curve.points())
        .extracting(RiskCoverage.Point::answered)
        .containsExactly(4L, 3L, 2L, 1L);
    assertThat(curve.points())
        .extracting(point -> point.right().value())
        .containsExactly(0.5, 2.0 / 3, 0.5, 1.0);
    assertThat(curve.points().get(1).threshold()).isEqualTo(0.7f);
    assertThat(curve.points().get(1).coverage()).isEqualTo(0.75);
    assertThat(curve.reaching(0.6)).contains(curve.points().get(1));
    assertThat(curve.reaching(0.95)).contains(curve.points().get(3));
  }

  @Test
  void equalProbabilitiesAreAnsweredTogether() {
    List<CrossValidation.Image> images = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      images.add(image(i % 2, 0.75f));
    }
    RiskCoverage curve = RiskCoverage.of(images, 5);
    assertThat(curve.points()).hasSize(1);
    assertThat(curve.points().get(0).answered()).isEqualTo(50);
    assertThat(curve.reaching(0.95)).isEmpty();
  }

  @Test
  void manyImagesHaveTwentyPoints() {
    List<CrossValidation.Image> images = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      images.add(image(0, 0.5f + i / 400f));
    }
    RiskCoverage curve = RiskCoverage.of(images, 5);
    assertThat(curve.points()).hasSize(20);
    assertThat(curve.points().get(19).coverage()).isEqualTo(0.05);
  }
}
