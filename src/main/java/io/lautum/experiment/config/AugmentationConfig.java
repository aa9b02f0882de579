package io.lautum.experiment.config;

import io.lautum.UserException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * @param featureDropout probability that a feature of a vector is replaced by its mean, in [0, 1)
 */
public record AugmentationConfig(
    int shift,
    boolean flip,
    double noise,
    double crop,
    int cutout,
    double affine,
    double colorJitter,
    double grayscale,
    double featureDropout)
    implements Serializable {
  /** No changes. */
  public static final AugmentationConfig OFF = new AugmentationConfig(0, false, 0, 1, 0, 0, 0, 0);

  /** Creates changes that drop no features. */
  public AugmentationConfig(
      int shift,
      boolean flip,
      double noise,
      double crop,
      int cutout,
      double affine,
      double colorJitter,
      double grayscale) {
    this(shift, flip, noise, crop, cutout, affine, colorJitter, grayscale, 0);
  }

  /** Returns the changes of vectors: noise, and features that are dropped. */
  public static AugmentationConfig ofVectors(double noise, double featureDropout) {
    return new AugmentationConfig(0, false, noise, 1, 0, 0, 0, 0, featureDropout);
  }

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
  private static final Key<Double> FEATURE_DROPOUT =
      Key.of("feature-dropout", KeyType.below(0, 1), 0.0)
          .doc(
              "Probability that a feature of a vector is replaced by its mean (format vectors"
                  + " only); 0 switches it off.")
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
        GRAYSCALE,
        FEATURE_DROPOUT);
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
        section.get(GRAYSCALE),
        section.get(FEATURE_DROPOUT));
  }

  /** Returns the changes that vectors have: noise and dropped features. */
  public AugmentationConfig forVectors() {
    return ofVectors(noise, featureDropout);
  }

  /**
   * Checks that no key is set that the examples do not have.
   *
   * @param stage block of {@code augmentation}
   * @param vectors whether the examples are vectors
   * @throws UserException if a key of images is set for vectors, or the one of vectors for images
   */
  public void require(ExperimentConfig config, String stage, boolean vectors) {
    String block = stage + ".augmentation.";
    Map<String, Boolean> changes = new LinkedHashMap<>();
    changes.put(SHIFT.path(), shift > 0);
    changes.put(FLIP.path(), flip);
    changes.put(CROP.path(), crop < 1);
    changes.put(CUTOUT.path(), cutout > 0);
    changes.put(AFFINE.path(), affine > 0);
    changes.put(COLOR_JITTER.path(), colorJitter > 0);
    changes.put(GRAYSCALE.path(), grayscale > 0);
    changes.forEach(
        (key, changed) -> {
          if (vectors && changed && !config.isDefault(block + key)) {
            throw new UserException(
                block
                    + key
                    + ": vectors have only the changes noise and feature-dropout; remove it");
          }
        });
    if (!vectors && featureDropout > 0) {
      throw new UserException(
          block + FEATURE_DROPOUT.path() + ": images have no features to drop; use cutout");
    }
  }
}
