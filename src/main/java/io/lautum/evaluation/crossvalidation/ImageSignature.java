package io.lautum.evaluation.crossvalidation;

import io.lautum.data.image.Background;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageFit.Mode;
import io.lautum.data.image.ImageShape;

/**
 * A description of an image's grey levels that changes little if the image is compressed or scaled.
 *
 * @param bits difference hash: the image is scaled to 9 columns and 8 rows, and bit 8 y + x is set
 *     if column x + 1 of row y is brighter than column x by more than {@value #MARGIN} of 255
 *     levels
 * @param levels the image scaled to 16 x 16, minus its mean, divided by its Euclidean norm; null
 *     for an image without contrast
 */
record ImageSignature(long bits, float[] levels) {
  /** Noise of compression must not set bits in areas of one brightness. */
  private static final int MARGIN = 2;

  private static final int ROWS = 8;
  private static final int SIDE = 16;

  /** Smallest standard deviation of an image with contrast, in levels of 255. */
  private static final double CONTRAST = 2;

  private static final ImageFit HASHED = fit(ROWS, ROWS + 1);
  private static final ImageFit COMPARED = fit(SIDE, SIDE);

  private static ImageFit fit(int height, int width) {
    return new ImageFit(new ImageShape(1, height, width), Mode.STRETCH, Background.WHITE);
  }

  /**
   * @param pixels unsigned bytes, channels x height x width
   * @param shape shape of the image, with one or three channels
   */
  static ImageSignature of(byte[] pixels, ImageShape shape) {
    return new ImageSignature(
        hash(HASHED.apply(pixels, shape)), levels(COMPARED.apply(pixels, shape)));
  }

  private static long hash(byte[] grey) {
    long bits = 0;
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < ROWS; x++) {
        int at = y * (ROWS + 1) + x;
        if ((grey[at + 1] & 0xff) - (grey[at] & 0xff) > MARGIN) {
          bits |= 1L << (ROWS * y + x);
        }
      }
    }
    return bits;
  }

  private static float[] levels(byte[] grey) {
    double mean = 0;
    for (byte level : grey) {
      mean += (level & 0xff) / (double) grey.length;
    }
    double squares = 0;
    for (byte level : grey) {
      squares += ((level & 0xff) - mean) * ((level & 0xff) - mean);
    }
    if (squares < CONTRAST * CONTRAST * grey.length) {
      return null;
    }
    double norm = Math.sqrt(squares);
    float[] levels = new float[grey.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) (((grey[i] & 0xff) - mean) / norm);
    }
    return levels;
  }

  /** Returns the number of bits in which the hashes differ. */
  int distance(ImageSignature other) {
    return Long.bitCount(bits ^ other.bits);
  }

  /**
   * Returns Pearson's correlation of the levels, from -1 to 1; not a number if one of the images
   * has no contrast.
   */
  double correlation(ImageSignature other) {
    if (levels == null || other.levels == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < levels.length; i++) {
      sum += levels[i] * other.levels[i];
    }
    return sum;
  }
}
