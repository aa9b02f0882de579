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

  /** Rows that are filtered at once; no power of two, whose columns would share few cache lines. */
  private static final int BAND = 80;

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

  private record Weights(int[] first, int[][] weights) {
    /** Returns the end of the last range. */
    private int end() {
      return first[first.length - 1] + weights[first.length - 1].length;
    }
  }

  /**
   * Returns the resized image.
   *
   * @param pixels channels x height x width
   */
  byte[] apply(byte[] pixels, int channels) {
    int width = columns.size();
    Weights across = columns.weights();
    Weights down = rows.weights();
    // A crop needs a part of the rows.
    int top = down.first[0];
    int height = down.end() - top;
    byte[] result = new byte[channels * rows.size() * width];
    int[] narrow = new int[height * width];
    int[] sums = new int[width];
    for (int channel = 0; channel < channels; channel++) {
      filterRows(pixels, channel * rows.length() + top, height, across, narrow);
      int to = channel * rows.size() * width;
      for (int i = 0; i < rows.size(); i++) {
        addWeighted(sums, narrow, (down.first[i] - top) * width, down.weights[i]);
        for (int x = 0; x < width; x++) {
          result[to++] = (byte) level(sums[x]);
        }
      }
    }
    return result;
  }

  /**
   * Filters bands of rows, because processors multiply a column of a band by one weight at once.
   */
  private void filterRows(byte[] pixels, int first, int count, Weights weights, int[] result) {
    int length = columns.length();
    int size = columns.size();
    int most = Math.min(BAND, count);
    int[] band = new int[length * most];
    int[] sums = new int[most];
    for (int start = 0; start < count; start += most) {
      int height = Math.min(most, count - start);
      for (int row = 0; row < height; row++) {
        int from = (first + start + row) * length;
        for (int x = 0; x < length; x++) {
          band[x * most + row] = pixels[from + x] & 0xff;
        }
      }
      for (int i = 0; i < size; i++) {
        addWeighted(sums, band, weights.first[i] * most, weights.weights[i]);
        for (int row = 0; row < height; row++) {
          result[(start + row) * size + i] = level(sums[row]);
        }
      }
    }
  }

  /** Sets sums to ½ + Σ w_j line_j, where line 0 begins at {@code from} and the others follow. */
  private static void addWeighted(int[] sums, int[] lines, int from, int[] weights) {
    Arrays.fill(sums, HALF);
    for (int j = 0; j < weights.length; j++) {
      int weight = weights[j];
      int at = from + j * sums.length;
      for (int x = 0; x < sums.length; x++) {
        sums[x] += lines[at + x] * weight;
      }
    }
  }

  private static int level(int sum) {
    return Math.min(255, sum >> PRECISION);
  }
}
