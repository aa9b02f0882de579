package io.lautum.training.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.config.StrongAugmentationConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrongAugmentationTest {
  private static final ImageShape LETTER = new ImageShape(1, 28, 28);
  private static final ImageShape PHOTOGRAPH = new ImageShape(3, 32, 48);

  @Test
  void keepsTheClassOfCharacters() {
    assertThat(of("auto", 1, LETTER))
        .isEqualTo(new AugmentationConfig(3, false, 0.2, 1, 10, 0.3, 0, 0))
        .isEqualTo(of("characters", 1, LETTER));
  }

  @Test
  void mirrorsAndColoursPhotographs() {
    assertThat(of("auto", 1, PHOTOGRAPH))
        .isEqualTo(new AugmentationConfig(5, true, 0, 1, 14, 0.25, 0.5, 0))
        .isEqualTo(of("photographs", 1, PHOTOGRAPH));
  }

  @Test
  void kindCanDifferFromTheNumberOfChannels() {
    assertThat(of("characters", 1, PHOTOGRAPH).flip()).isFalse();
    assertThat(of("photographs", 1, LETTER).flip()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"8, 1, 3", "96, 10, 35", "224, 22, 81"})
  void lengthsFollowTheShorterSide(int side, int shift, int cutout) {
    AugmentationConfig config = of("characters", 1, new ImageShape(1, side, 2 * side));
    assertThat(config.shift()).isEqualTo(shift);
    assertThat(config.cutout()).isEqualTo(cutout);
  }

  @Test
  void strengthScalesEveryChange() {
    assertThat(of("auto", 0.5, PHOTOGRAPH))
        .isEqualTo(new AugmentationConfig(3, true, 0, 1, 7, 0.125, 0.25, 0));
  }

  private static AugmentationConfig of(String kind, double strength, ImageShape shape) {
    return StrongAugmentation.of(new StrongAugmentationConfig(kind, strength), shape);
  }
}
