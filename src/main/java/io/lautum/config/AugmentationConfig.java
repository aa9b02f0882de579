package io.lautum.config;

import java.io.Serializable;

/**
 * Random changes to training images.
 *
 * @param shift largest shift in pixels, each direction
 * @param flip whether half of the images are mirrored horizontally
 * @param noise standard deviation of added Gaussian noise, in units of the normalised image
 * @param crop smallest side of a random box that is stretched to the whole image, as a share of the
 *     image's side, in (0, 1]
 * @param cutout side in pixels of a random square that is set to zero
 * @param affine largest change of an entry of the 2x2 matrix that maps pixels to where they come
 *     from, in [0, 1)
 * @param colorJitter largest change of a channel's contrast, as a share, and of its brightness, in
 *     units of the normalised image, in [0, 1)
 */
public record AugmentationConfig(
    int shift,
    boolean flip,
    double noise,
    double crop,
    int cutout,
    double affine,
    double colorJitter)
    implements Serializable {
  /** No changes. */
  public static final AugmentationConfig OFF = new AugmentationConfig(0, false, 0, 1, 0, 0, 0);

  static AugmentationConfig read(Section section) {
    return new AugmentationConfig(
        section.atLeast("shift", 0),
        section.flag("flip"),
        section.between("noise", 0, 10),
        section.share("crop"),
        section.atLeast("cutout", 0),
        section.below("affine", 0, 1),
        section.below("color-jitter", 0, 1));
  }
}
