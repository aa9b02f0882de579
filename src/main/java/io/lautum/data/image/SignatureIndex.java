package io.lautum.data.image;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Finds the images that are similar to a given one without comparing all of them, and misses none
 * (multi-index hashing, M. Norouzi, A. Punjani, D. J. Fleet, CVPR 2012).
 *
 * <p>The bits of the hashes are divided into {@value #BANDS} bands. Hashes that differ in fewer
 * than twice as many bits differ in at most one bit of at least one band. So only images are
 * compared whose hash, in some band, is that of the given image or has one other bit. A band has
 * every fifth bit: neighbouring bits are alike, as in the empty margins of digits, and would leave
 * few different values. Of hashes with random bits, less than a hundredth is compared.
 *
 * <p>Immutable. Takes about 350 bytes per image.
 */
public final class SignatureIndex implements Serializable {
  private static final int BANDS = 5;
  private static final int WIDTH = (Long.SIZE + BANDS - 1) / BANDS;
  private static final long[] MASKS = masks();

  private final ImageSignature[] images;

  /** By band and value, the position in {@link #members} of the first image with the value. */
  private final int[][] starts = new int[BANDS][(1 << WIDTH) + 1];

  /** By band, the images in the order of their values. */
  private final int[][] members = new int[BANDS][];

  /**
   * @param images signatures; null for an image that is not to be found
   */
  public SignatureIndex(ImageSignature[] images) {
    this.images = images.clone();
    for (int band = 0; band < BANDS; band++) {
      fill(band);
    }
  }

  private static long[] masks() {
    long[] masks = new long[BANDS];
    for (int bit = 0; bit < Long.SIZE; bit++) {
      masks[bit % BANDS] |= 1L << bit;
    }
    return masks;
  }

  /** Sorts the images with contrast by counting their values. */
  private void fill(int band) {
    int[] values = new int[images.length];
    int[] ends = new int[1 << WIDTH];
    for (int i = 0; i < images.length; i++) {
      boolean found = images[i] != null && images[i].hasContrast();
      values[i] = found ? value(images[i].bits(), band) : -1;
      if (found) {
        starts[band][values[i] + 1]++;
      }
    }
    Arrays.parallelPrefix(starts[band], Integer::sum);
    System.arraycopy(starts[band], 0, ends, 0, ends.length);
    members[band] = new int[starts[band][ends.length]];
    for (int i = 0; i < images.length; i++) {
      if (values[i] >= 0) {
        members[band][ends[values[i]]++] = i;
      }
    }
  }

  private static int value(long bits, int band) {
    int value = 0;
    int place = 0;
    for (int bit = band; bit < Long.SIZE; bit += BANDS) {
      value |= (int) (bits >>> bit & 1) << place++;
    }
    return value;
  }

  /**
   * Passes the position of each similar image to {@code action}, once and in no particular order.
   * An image of this index is similar to itself if it has contrast.
   */
  public void forEachSimilar(ImageSignature image, IntConsumer action) {
    if (!image.hasContrast()) {
      return;
    }
    for (int band = 0; band < BANDS; band++) {
      int value = value(image.bits(), band);
      compare(image, band, value, action);
      for (int bit = 0; bit < WIDTH; bit++) {
        compare(image, band, value ^ 1 << bit, action);
      }
    }
  }

  private void compare(ImageSignature image, int band, int value, IntConsumer action) {
    for (int i = starts[band][value]; i < starts[band][value + 1]; i++) {
      int candidate = members[band][i];
      if (isFirstBand(image.bits() ^ images[candidate].bits(), band)
          && image.isSimilar(images[candidate])) {
        action.accept(candidate);
      }
    }
  }

  /** Returns whether no earlier band has led to the candidate. */
  private static boolean isFirstBand(long difference, int band) {
    for (int earlier = 0; earlier < band; earlier++) {
      if (Long.bitCount(difference & MASKS[earlier]) <= 1) {
        return false;
      }
    }
    return true;
  }
}
