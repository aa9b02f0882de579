package io.lautum.config;

import java.io.Serializable;

/**
 * Random changes to training images.
 *
 * @param shift largest shift in pixels, each direction
 * @param flip whether half of the images are mirrored horizontally
 * @param noise standard deviation of added Gaussian noise, in units of the normalised image
 */
public record AugmentationConfig(int shift, boolean flip, double noise) implements Serializable {
  static AugmentationConfig read(Section section) {
    return new AugmentationConfig(
        section.atLeast("shift", 0), section.flag("flip"), section.between("noise", 0, 10));
  }
}
