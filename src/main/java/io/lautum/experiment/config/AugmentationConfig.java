package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.Set;

/**
 * Random changes to training images.
 *
 * @param shift largest shift in pixels, each direction
 * @param flip whether half of the images are mirrored horizontally
 * @param noise standard deviation of added Gaussian noise, in units of the normalised image
 * @param crop smallest side of a random box that is stretched to the whole image, as a share of the
 *     image's side, in (0, 1]
 * @param cutout side in pixels of a random square that is set to zero
 * @param affine largest change of an entry of the 2x2 matrix that maps pixels to their source
 *     positions, in [0, 1)
 * @param colorJitter largest change of a channel's contrast, as a share, and of its brightness, in
 *     units of the normalised image, in [0, 1)
 * @param grayscale probability that an image loses its colours, in [0, 1]
 */
public record AugmentationConfig(
    int shift,
    boolean flip,
    double noise,
    double crop,
    int cutout,
    double affine,
    double colorJitter,
    double grayscale)
    implements Serializable {
  /** No changes. */
  public static final AugmentationConfig OFF = new AugmentationConfig(0, false, 0, 1, 0, 0, 0, 0);

  static final Key<Integer> SHIFT =
      Key.of("shift", KeyType.atLeast(0), 0).doc("Largest shift in each direction.").unit("pixels");
  static final Key<Double> NOISE =
      Key.of("noise", KeyType.between(0, 10), 0.0)
          .doc("Standard deviation of added Gaussian noise.")
          .unit("normalised image");
  private static final Key<Boolean> FLIP =
      Key.of("flip", KeyType.flag(), false)
          .doc(
              "Whether half of the images are mirrored horizontally; set it only if mirroring keeps"
                  + " the class, as it does for photographs, but not for letters and digits.");
  private static final Key<Double> CROP =
      Key.of("crop", KeyType.share(), 1.0)
          .doc(
              "Smallest side of a random box that is stretched to the whole image, as a share of"
                  + " the image's side; 1 switches it off.");
  private static final Key<Integer> CUTOUT =
      Key.of("cutout", KeyType.atLeast(0), 0)
          .doc("Side of a square at a random position that is set to the mean; 0 switches it off.")
          .unit("pixels");
  private static final Key<Double> AFFINE =
      Key.of("affine", KeyType.below(0, 1), 0.0)
          .doc(
              "Largest change of each entry of the 2x2 matrix by which the image is rotated, scaled"
                  + " and sheared about its centre; 0 switches it off.");
  private static final Key<Double> COLOR_JITTER =
      Key.of("color-jitter", KeyType.below(0, 1), 0.0)
          .doc(
              "Largest change of each channel's contrast, as a share, and of its brightness, in"
                  + " units of the normalised image; 0 switches it off.");
  private static final Key<Double> GRAYSCALE =
      Key.of("grayscale", KeyType.between(0, 1), 0.0)
          .doc(
              "Probability that an image of three channels loses its colours: each channel becomes"
                  + " the luminance of the normalised image; 0 switches it off.")
          .introducedWith(0);

  static KeyGroup keys(String block, String documentation, Set<ArtefactKind> artefacts) {
    return KeyGroup.of(
        block,
        documentation,
        artefacts,
        SHIFT,
        FLIP,
        NOISE,
        CROP,
        CUTOUT,
        AFFINE,
        COLOR_JITTER,
        GRAYSCALE);
  }

  static AugmentationConfig read(Section section) {
    return new AugmentationConfig(
        section.get(SHIFT),
        section.get(FLIP),
        section.get(NOISE),
        section.get(CROP),
        section.get(CUTOUT),
        section.get(AFFINE),
        section.get(COLOR_JITTER),
        section.get(GRAYSCALE));
  }
}
