package io.lautum.training.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.UserException;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ValueType;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.config.StrongAugmentationConfig;
import io.lautum.network.input.ImageRenderer;
import java.util.Arrays;
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

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0.5, 5, 7"})
  void cutoutScalesOnlyTheMissingSquare(double cutout, int onLetters, int onPhotographs) {
    StrongAugmentationConfig config = new StrongAugmentationConfig("auto", 1, cutout);
    assertThat(StrongAugmentation.of(config, LETTER))
        .isEqualTo(new AugmentationConfig(3, false, 0.2, 1, onLetters, 0.3, 0, 0));
    assertThat(StrongAugmentation.of(config, PHOTOGRAPH))
        .isEqualTo(new AugmentationConfig(5, true, 0, 1, onPhotographs, 0.25, 0.5, 0));
  }

  private static AugmentationConfig of(String kind, double strength, ImageShape shape) {
    return StrongAugmentation.of(new StrongAugmentationConfig(kind, strength, 1), shape);
  }

  @Test
  void vectorsGetNoiseAndLoseFeatures() {
    assertThat(
            StrongAugmentation.of(
                new StrongAugmentationConfig("auto", 0.5, 1),
                FloatVector.shape(3),
                ValueType.FLOAT))
        .isEqualTo(AugmentationConfig.ofVectors(0.1, 0.15));
    assertThatThrownBy(
            () ->
                StrongAugmentation.of(
                    new StrongAugmentationConfig("photographs", 1, 1),
                    FloatVector.shape(3),
                    ValueType.FLOAT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("strong-augmentation.kind = photographs: vectors have only noise");
  }

  @Test
  void shareOfFeaturesIsDropped() {
    ImageShape shape = FloatVector.shape(10_000);
    Augmentation augmentation = new Augmentation(AugmentationConfig.ofVectors(0, 0.3), shape, 1);
    float[] ones = new float[shape.size()];
    Arrays.fill(ones, 1);
    float[] changed = new float[ones.length];
    new ImageRenderer(shape).render(augmentation.draw(), ones, changed, 0);
    double kept = 0;
    for (float value : changed) {
      assertThat(value == 0 || value == 1).isTrue();
      kept += value;
    }
    // Five standard deviations of the share.
    assertThat(kept / ones.length).isCloseTo(0.7, within(5 * Math.sqrt(0.21 / ones.length)));
  }
}
