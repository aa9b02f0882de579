package io.lautum.data.image;

import java.util.Arrays;

/**
 * Resizes planes of 8 bits with the triangle filter, Pillow's {@code Image.BILINEAR}: linear
 * interpolation between pixels when the image grows, and a mean weighted by the same triangle,
 * widened by the factor of reduction, when it shrinks, so that no pixel is skipped (antialiasing).
 *
 * <p>With s = (end − start)/size source pixels per result pixel and f = max(s, 1), result i is
 * centred on c = start + (i + ½)s, and source pixel j of the range [⌊c − f + ½⌋, ⌊c + f + ½⌋) has
 * the weight max(0, 1 − |j + ½ − c|/f), divided by the sum of the weights. As in Pillow, weights
 * are rounded to 22 binary places, rows are filtered before columns, and both passes round to
 * bytes, so that the results are equal.
 */
final class TriangleFilter {
  private static final int PRECISION = 22;
  private static final int HALF = 1 << PRECISION - 1;

  private final Axis rows;
  private final Axis columns;

  TriangleFilter(Axis rows, Axis columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** Creates a filter that maps a whole image to a new size. */
  TriangleFilter(int height, int width, int newHeight, int newWidth) {
    this(new Axis(height, 0, height, newHeight), new Axis(width, 0, width, newWidth));
  }

  /**
   * The part [start, end) of one side of {@code length} pixels that becomes {@code size} pixels.
   */
  record Axis(int length, double start, double end, int size) {
    private boolean isIdentity() {
      return size == length && start == 0 && (float) end == size;
    }

    private Weights weights() {
      // Pillow passes the part in single precision.
      float from = (float) start;
      double scale = (double) ((float) end - from) / size;
      double support = Math.max(scale, 1);
      int[] first = new int[size];
      int[][] weights = new int[size][];
      for (int i = 0; i < size; i++) {
        double centre = from + (i + 0.5) * scale;
        int low = Math.max(0, (int) (centre - support + 0.5));
        int high = Math.min(length, (int) (centre + support + 0.5));
        double[] exact = new double[high - low];
        double sum = 0;
        for (int j = 0; j < exact.length; j++) {
          exact[j] = Math.max(0, 1 - Math.abs((j + low - centre + 0.5) * (1 / support)));
          sum += exact[j];
        }
        first[i] = low;
        weights[i] = new int[exact.length];
        for (int j = 0; j < exact.length; j++) {
          double weight = sum == 0 ? exact[j] : exact[j] / sum;
          weights[i][j] = (int) (0.5 + weight * (1 << PRECISION));
        }
      }
      return new Weights(first, weights);
    }
  }

  private record Weights(int[] first, int[][] weights) {}

  /**
   * Returns the resized image.
   *
   * @param pixels channels x height x width
   */
  byte[] apply(byte[] pixels, int channels) {
    byte[] narrow = columns.isIdentity() ? pixels : filterRows(pixels, channels * rows.length());
    return rows.isIdentity() ? narrow : filterColumns(narrow, channels);
  }

  private byte[] filterRows(byte[] pixels, int count) {
    Weights weights = columns.weights();
    int size = columns.size();
    byte[] result = new byte[count * size];
    for (int row = 0; row < count; row++) {
      int from = row * columns.length();
      for (int i = 0; i < size; i++) {
        int[] weight = weights.weights[i];
        int at = from + weights.first[i];
        int sum = HALF;
        for (int j = 0; j < weight.length; j++) {
          sum += (pixels[at + j] & 0xff) * weight[j];
        }
        result[row * size + i] = level(sum);
      }
    }
    return result;
  }

  private byte[] filterColumns(byte[] pixels, int channels) {
    Weights weights = rows.weights();
    int width = columns.size();
    byte[] result = new byte[channels * rows.size() * width];
    int[] sums = new int[width];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < rows.size(); i++) {
        Arrays.fill(sums, HALF);
        int[] weight = weights.weights[i];
        for (int j = 0; j < weight.length; j++) {
          int from = (channel * rows.length() + weights.first[i] + j) * width;
          for (int x = 0; x < width; x++) {
            sums[x] += (pixels[from + x] & 0xff) * weight[j];
          }
        }
        int to = (channel * rows.size() + i) * width;
        for (int x = 0; x < width; x++) {
          result[to + x] = level(sums[x]);
        }
      }
    }
    return result;
  }

  private static byte level(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
  }
}
