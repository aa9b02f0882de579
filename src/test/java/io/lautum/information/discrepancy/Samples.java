package io.lautum.information.discrepancy;

import java.util.Random;
import java.util.stream.DoubleStream;

/** Creates minibatches of normally distributed rows. */
final class Samples {
  private Samples() {}

  /** Returns n source rows of N(0, I), then n target rows of N(shift, spread² I), row-major. */
  static double[] normal(int n, int d, double shift, double spread, Random random) {
    return DoubleStream.concat(
            DoubleStream.generate(random::nextGaussian).limit((long) n * d),
            DoubleStream.generate(() -> shift + spread * random.nextGaussian()).limit((long) n * d))
        .toArray();
  }

  /** Returns the two samples in exchanged order. */
  static double[] swapped(double[] outputs) {
    int half = outputs.length / 2;
    double[] swapped = new double[outputs.length];
    System.arraycopy(outputs, half, swapped, 0, half);
    System.arraycopy(outputs, 0, swapped, half, half);
    return swapped;
  }
}
