package io.lautum.training.augmentation;

/**
 * The source positions of a changed image's pixels along one axis: output {@code i} is {@code (1 −
 * weight[i]) · input[low[i]] + weight[i] · input[high[i]]}. The arrays are refilled for every
 * image.
 */
final class Axis {
  final int[] low;
  final int[] high;
  final float[] weight;

  Axis(int size) {
    low = new int[size];
    high = new int[size];
    weight = new float[size];
  }

  /** Sets a shift by whole pixels that repeats the edge, optionally mirrored; needs no weights. */
  void move(int shift, boolean mirror) {
    int last = low.length - 1;
    for (int i = 0; i <= last; i++) {
      low[i] = moved(i, shift, mirror, last);
    }
  }

  /**
   * Sets the same shift and mirror for an axis whose part {@code [start, start + extent)} was
   * stretched to the whole length. Coordinates refer to pixel edges: pixel {@code i} has its centre
   * at {@code i + ½}.
   */
  void cut(double start, double extent, int shift, boolean mirror) {
    int last = low.length - 1;
    double scale = extent / low.length;
    for (int i = 0; i <= last; i++) {
      double centre = start + (moved(i, shift, mirror, last) + 0.5) * scale - 0.5;
      double inside = Math.min(Math.max(centre, 0), last);
      low[i] = (int) inside;
      high[i] = Math.min(low[i] + 1, last);
      weight[i] = (float) (inside - low[i]);
    }
  }

  private static int moved(int i, int shift, boolean mirror, int last) {
    int from = Math.min(Math.max(i - shift, 0), last);
    return mirror ? last - from : from;
  }
}
