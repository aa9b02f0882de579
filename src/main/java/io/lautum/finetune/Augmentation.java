package io.lautum.finetune;

import io.lautum.config.AugmentationConfig;
import io.lautum.data.ImageShape;
import java.util.SplittableRandom;

/**
 * Random changes to training images, each pass anew: a shift by whole pixels, a horizontal mirror
 * and Gaussian noise. What a shift uncovers takes the value of the image's nearest edge.
 */
final class Augmentation {
  private final AugmentationConfig config;
  private final ImageShape shape;
  private final SplittableRandom random;

  Augmentation(AugmentationConfig config, ImageShape shape, long seed) {
    this.config = config;
    this.shape = shape;
    this.random = new SplittableRandom(seed);
  }

  /** Writes a changed copy of one image (channels x height x width) to {@code output}. */
  void apply(float[] image, float[] output, int offset) {
    int down = shift();
    int right = shift();
    boolean mirror = config.flip() && random.nextBoolean();
    int out = offset;
    for (int channel = 0; channel < shape.channels(); channel++) {
      int plane = channel * shape.height() * shape.width();
      for (int y = 0; y < shape.height(); y++) {
        int row = plane + clamp(y - down, shape.height()) * shape.width();
        for (int x = 0; x < shape.width(); x++) {
          int column = clamp(x - right, shape.width());
          output[out++] = image[row + (mirror ? shape.width() - 1 - column : column)];
        }
      }
    }
    if (config.noise() > 0) {
      for (int i = offset; i < out; i++) {
        output[i] += (float) (config.noise() * random.nextGaussian());
      }
    }
  }

  private int shift() {
    return config.shift() == 0 ? 0 : random.nextInt(-config.shift(), config.shift() + 1);
  }

  private static int clamp(int value, int size) {
    return Math.min(Math.max(value, 0), size - 1);
  }
}
