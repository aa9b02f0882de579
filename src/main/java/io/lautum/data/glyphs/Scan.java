package io.lautum.data.glyphs;

import java.util.random.RandomGenerator;

/** Simulates a scanner: blur, contrast, noise and quantisation of 28x28 images in [0, 1]. */
final class Scan {
  private Scan() {}

  /**
   * Returns a copy convolved with the separable kernel [a, 1 − 2a, a], a = amount / 3; amount 1 is
   * the 3x3 mean. Border pixels are repeated outside the image.
   */
  static float[] blur(float[] image, double amount) {
    float side = (float) (amount / 3);
    int n = Canvas.SIDE;
    float[] rows = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      int x = i % n;
      float left = image[x == 0 ? i : i - 1];
      float right = image[x == n - 1 ? i : i + 1];
      rows[i] = side * (left + right) + (1 - 2 * side) * image[i];
    }
    float[] blurred = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      float above = rows[i < n ? i : i - n];
      float below = rows[i >= image.length - n ? i : i + n];
      blurred[i] = side * (above + below) + (1 - 2 * side) * rows[i];
    }
    return blurred;
  }

  /** Multiplies by a gain in place; values beyond 1 saturate when quantised. */
  static void contrast(float[] image, double gain) {
    for (int i = 0; i < image.length; i++) {
      image[i] = Math.min(1, (float) (image[i] * gain));
    }
  }

  /** Adds Gaussian noise of the given standard deviation in place. */
  static void addNoise(float[] image, double deviation, RandomGenerator random) {
    for (int i = 0; i < image.length; i++) {
      image[i] += (float) (deviation * random.nextGaussian());
    }
  }

  /** Returns unsigned bytes: 0 for values up to 0, 255 for values from 1. */
  static byte[] quantize(float[] image) {
    byte[] pixels = new byte[image.length];
    for (int i = 0; i < image.length; i++) {
      pixels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, image[i])));
    }
    return pixels;
  }
}
