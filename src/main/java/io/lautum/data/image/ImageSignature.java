package io.lautum.data.image;

import io.lautum.data.image.ImageFit.Mode;
import java.io.Serializable;

/**
 * A description of an image's grey levels that changes little if the image is compressed or scaled.
 *
 * @param bits difference hash: the image is scaled to 9 columns and 8 rows, and bit 8 y + x is set
 *     if column x + 1 of row y is brighter than column x by more than {@value #MARGIN} of 255
 *     levels
 * @param levels the image scaled to 16 x 16, as unsigned bytes
 * @param sum sum of the levels
 * @param spread N Σ v² − (Σ v)², N² times the variance of the N levels v
 */
public record ImageSignature(long bits, byte[] levels, int sum, long spread)
    implements Serializable {
  /**
   * Copies of photographs and digits, saved as JPEG and scaled by up to a tenth, differ in fewer
   * bits.
   */
  static final int DISTANCE = 8;

  /** Different images of one class are below it, copies above it. */
  private static final double CORRELATION = 0.99;

  /** Noise of compression must not set bits in areas of one brightness. */
  private static final int MARGIN = 2;

  private static final int ROWS = 8;
  private static final int SIDE = 16;

  /** Smallest standard deviation of an image with contrast, in levels of 255. */
  private static final int CONTRAST = 2;

  private static final ImageFit HASHED = fit(ROWS, ROWS + 1);
  private static final ImageFit COMPARED = fit(SIDE, SIDE);

  private static ImageFit fit(int height, int width) {
    return new ImageFit(new ImageShape(1, height, width), Mode.STRETCH, Background.WHITE);
  }

  /** Returns whether images of a shape have signatures, which need one or three channels. */
  public static boolean isDefinedFor(ImageShape shape) {
    return shape.channels() == 1 || shape.channels() == 3;
  }

  /**
   * Returns the signature of an image.
   *
   * @param pixels unsigned bytes, channels x height x width
   * @param shape shape of the image, with one or three channels
   */
  public static ImageSignature of(byte[] pixels, ImageShape shape) {
    byte[] levels = COMPARED.apply(pixels, shape);
    int sum = 0;
    long squares = 0;
    for (byte value : levels) {
      int level = value & 0xff;
      sum += level;
      squares += level * level;
    }
    return new ImageSignature(
        hash(HASHED.apply(pixels, shape)), levels, sum, levels.length * squares - (long) sum * sum);
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

  /** Returns whether the levels vary enough to be compared. */
  boolean hasContrast() {
    long deviation = (long) CONTRAST * levels.length;
    return spread >= deviation * deviation;
  }

  /**
   * Returns whether two images show nearly the same: their hashes differ in at most {@value
   * #DISTANCE} of 64 bits, and Pearson's correlation of their levels is at least {@value
   * #CORRELATION}. A compressed or slightly scaled copy is similar; a cropped, turned or mirrored
   * one is not, and an image without contrast has no similar one. The hash by itself would take
   * many plain images for similar, such as digits of one class.
   */
  public boolean isSimilar(ImageSignature other) {
    return Long.bitCount(bits ^ other.bits) <= DISTANCE
        && hasContrast()
        && other.hasContrast()
        && correlation(other) >= CORRELATION;
  }

  private double correlation(ImageSignature other) {
    int products = 0;
    for (int i = 0; i < levels.length; i++) {
      products += (levels[i] & 0xff) * (other.levels[i] & 0xff);
    }
    long covariance = (long) levels.length * products - (long) sum * other.sum;
    return covariance / (Math.sqrt(spread) * Math.sqrt(other.spread));
  }
}
