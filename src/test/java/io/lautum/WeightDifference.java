package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares weights of networks. */
public final class WeightDifference {
  private WeightDifference() {}

  /** Returns the largest absolute difference between two vectors of the same length. */
  public static double largest(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
