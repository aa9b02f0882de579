package io.lautum.training.augmentation;

import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ValueType;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.config.StrongAugmentationConfig;

/**
 * The changes of strong augmentation, in proportion to the images' size. Characters are shifted,
 * mapped affinely, covered with noise and lose a square; all this keeps the class of letters and
 * digits. Photographs are also mirrored and change their colours, and get no noise. Vectors get
 * noise and lose features.
 */
public final class StrongAugmentation {
  private static final double CHARACTER_SHIFT = 0.1;
  private static final double CHARACTER_AFFINE = 0.3;
  private static final double CHARACTER_NOISE = 0.2;
  private static final double CHARACTER_CUTOUT = 0.36;
  private static final double PHOTOGRAPH_SHIFT = 0.16;
  private static final double PHOTOGRAPH_AFFINE = 0.25;
  private static final double PHOTOGRAPH_COLOR_JITTER = 0.5;
  private static final double PHOTOGRAPH_CUTOUT = 0.44;

  private static final double VECTOR_NOISE = 0.2;
  private static final double VECTOR_DROPOUT = 0.3;

  private StrongAugmentation() {}

  /**
   * Returns the changes for examples.
   *
   * @throws UserException if a kind of images is set for vectors
   */
  public static AugmentationConfig of(
      StrongAugmentationConfig config, ImageShape shape, ValueType values) {
    if (values == ValueType.BYTE) {
      return of(config, shape);
    }
    if (!config.kind().equals("auto")) {
      throw new UserException(
          "strong-augmentation.kind = "
              + config.kind()
              + ": vectors have only noise and dropout of features; set it to auto");
    }
    return AugmentationConfig.ofVectors(
        VECTOR_NOISE * config.strength(), VECTOR_DROPOUT * config.strength());
  }

  /** Returns the changes for images of a shape; lengths are shares of the shorter side. */
  static AugmentationConfig of(StrongAugmentationConfig config, ImageShape shape) {
    double strength = config.strength();
    double side = strength * Math.min(shape.height(), shape.width());
    boolean characters =
        config.kind().equals("auto") ? shape.channels() == 1 : config.kind().equals("characters");
    return characters
        ? new AugmentationConfig(
            Math.toIntExact(Math.round(CHARACTER_SHIFT * side)),
            false,
            CHARACTER_NOISE * strength,
            1,
            Math.toIntExact(Math.round(CHARACTER_CUTOUT * config.cutout() * side)),
            CHARACTER_AFFINE * strength,
            0,
            0)
        : new AugmentationConfig(
            Math.toIntExact(Math.round(PHOTOGRAPH_SHIFT * side)),
            true,
            0,
            1,
            Math.toIntExact(Math.round(PHOTOGRAPH_CUTOUT * config.cutout() * side)),
            PHOTOGRAPH_AFFINE * strength,
            PHOTOGRAPH_COLOR_JITTER * strength,
            0);
  }
}
