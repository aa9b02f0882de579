package io.lautum.network.input;

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

  /** Sets the positions of a map. */
  void set(AxisMap map) {
    int last = low.length - 1;
    for (int i = 0; i <= last; i++) {
      double centre = map.start() + (map.moved(i, last) + 0.5) * map.scale() - 0.5;
      double inside = Math.min(Math.max(centre, 0), last);
      low[i] = (int) inside;
      high[i] = Math.min(low[i] + 1, last);
      weight[i] = (float) (inside - low[i]);
    }
  }
}
