package io.lautum.network.engine.check;

/** Products, norms and differences of vectors of floats, in double precision. */
final class Distance {
  private Distance() {}

  static double dot(float[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += first[i] * second[i];
    }
    return sum;
  }

  static double norm(float[] values) {
    return Math.sqrt(dot(values, SmallNetworks.doubles(values)));
  }

  /** Returns max |found − expected| / max |expected|; NaN if a value is NaN. */
  static double relative(float[] found, double[] expected) {
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest(found, expected) / largest;
  }

  /** Returns max |found − expected|; NaN if a value is NaN. */
  static double largest(float[] found, double[] expected) {
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      difference = Math.max(difference, Math.abs(found[i] - expected[i]));
    }
    return difference;
  }

  /** Returns the number of positions whose bits differ; one vector may be longer. */
  static int differing(float[] first, float[] second) {
    int count = Math.abs(first.length - second.length);
    for (int i = 0; i < Math.min(first.length, second.length); i++) {
      if (Float.floatToRawIntBits(first[i]) != Float.floatToRawIntBits(second[i])) {
        count++;
      }
    }
    return count;
  }
}
