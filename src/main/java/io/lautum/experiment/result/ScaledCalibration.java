package io.lautum.experiment.result;

import java.io.Serializable;

/**
 * The expected calibration error after temperature scaling (Guo et al. 2017), as sums that can be
 * added over shards. The images are divided into two halves by a hash of their probabilities; each
 * half is scaled by the β with the least cross-entropy of the other half. β is one of 1/16, 2/16,
 * …, 2: its powers are products of p^(1/16).
 */
final class ScaledCalibration implements Serializable {
  private static final int STEPS = 32;
  private static final int ROOT = 16;

  private final double[][] losses = new double[2][STEPS];
  private final CalibrationBins[][] bins = new CalibrationBins[2][STEPS];

  ScaledCalibration() {
    for (CalibrationBins[] half : bins) {
      for (int step = 0; step < STEPS; step++) {
        half[step] = new CalibrationBins();
      }
    }
  }

  /**
   * Adds one image.
   *
   * @param predicted its most probable class
   */
  void add(int label, int predicted, float[] probabilities) {
    int half = hash(probabilities);
    double[] roots = new double[probabilities.length];
    for (int k = 0; k < roots.length; k++) {
      double floored = Math.max(TemperatureScaling.SMALLEST_PROBABILITY, probabilities[k]);
      roots[k] = Math.pow(floored, 1.0 / ROOT);
    }
    double[] powers = roots.clone();
    for (int step = 0; step < STEPS; step++) {
      double sum = 0;
      for (double power : powers) {
        sum += power;
      }
      losses[half][step] -= Math.log(powers[label] / sum);
      bins[half][step].add(powers[predicted] / sum, predicted == label);
      for (int k = 0; k < powers.length; k++) {
        powers[k] *= roots[k];
      }
    }
  }

  private static int hash(float[] probabilities) {
    int hash = 0;
    for (float probability : probabilities) {
      hash = 31 * hash + Float.floatToIntBits(probability);
    }
    return Integer.bitCount(hash) & 1;
  }

  void add(ScaledCalibration other) {
    for (int half = 0; half < 2; half++) {
      for (int step = 0; step < STEPS; step++) {
        losses[half][step] += other.losses[half][step];
        bins[half][step].add(other.bins[half][step]);
      }
    }
  }

  /** Returns the error over both halves. */
  double error() {
    CalibrationBins both = new CalibrationBins();
    for (int half = 0; half < 2; half++) {
      both.add(bins[half][best(losses[1 - half])]);
    }
    return both.error();
  }

  private static int best(double[] losses) {
    int best = ROOT - 1;
    for (int step = 0; step < STEPS; step++) {
      best = losses[step] < losses[best] ? step : best;
    }
    return best;
  }
}
