package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RiskCoverageTest {
  private static CrossValidation.Image image(int label, float first) {
    return new CrossValidation.Image("i", label, 0, 0, new float[] {first, 1 - first});
  }

  @Test
  void pointsCountTheAnswersAboveTheThreshold() {
    // Largest probabilities 0.625, 0.75, 0.8, 0.9; the least sure answer and the third are wrong.
    RiskCoverage curve =
        RiskCoverage.of(
            List.of(image(1, 0.625f), image(1, 0.25f), image(1, 0.8f), image(0, 0.9f)), 5);
    assertThat(curve.points())
        .extracting(RiskCoverage.Point::answered)
        .containsExactly(4L, 3L, 2L, 1L);
    assertThat(curve.points())
        .extracting(point -> point.right().value())
        .containsExactly(0.5, 2.0 / 3, 0.5, 1.0);
    assertThat(curve.points().get(1).threshold()).isEqualTo(0.75);
    assertThat(curve.points().get(1).coverage()).isEqualTo(0.75);
    assertThat(curve.reaching(2.0 / 3)).contains(curve.points().get(1));
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

  /** A threshold of 0.99975 would be read as 1.000, which no probability reaches. */
  @Test
  void thresholdsAreAnsweredAsTheyAreWritten() {
    List<CrossValidation.Image> images = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      images.add(image(i == 3 ? 1 : 0, i < 10 ? 0.6125f + i / 1000f : 0.9996f + i / 200_000f));
    }
    RiskCoverage curve = RiskCoverage.of(images, 5);
    RiskCoverage.Point last = curve.points().get(curve.points().size() - 1);
    assertThat(last.threshold()).isEqualTo(0.999);
    assertThat(last.answered()).isEqualTo(30);
    assertThat(last.right().value()).isEqualTo(1);
    for (RiskCoverage.Point point : curve.points()) {
      double written = Double.parseDouble(String.format(Locale.ROOT, "%.3f", point.threshold()));
      assertThat(point.answered())
          .isEqualTo(images.stream().filter(image -> image.probabilities()[0] >= written).count());
    }
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
