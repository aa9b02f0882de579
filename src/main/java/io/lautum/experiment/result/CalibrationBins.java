package io.lautum.experiment.result;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Images in 15 equal bins of confidence (Guo et al. 2017), as sums that can be added. */
final class CalibrationBins implements Serializable {
  private static final int BINS = 15;

  private final long[] count = new long[BINS];
  private final long[] correct = new long[BINS];
  private final double[] confidence = new double[BINS];

  /**
   * Adds one image.
   *
   * @param probability that of its most probable class
   * @param right whether this class is its label
   */
  void add(double probability, boolean right) {
    int bin = Math.min(BINS - 1, (int) (probability * BINS));
    count[bin]++;
    correct[bin] += right ? 1 : 0;
    confidence[bin] += probability;
  }

  void add(CalibrationBins other) {
    for (int bin = 0; bin < BINS; bin++) {
      count[bin] += other.count[bin];
      correct[bin] += other.correct[bin];
      confidence[bin] += other.confidence[bin];
    }
  }

  long images() {
    return Arrays.stream(count).sum();
  }

  long correct() {
    return Arrays.stream(correct).sum();
  }

  /**
   * Returns the expected calibration error (Guo et al. 2017, eq. 3): the mean over images of their
   * bin's |accuracy − confidence|.
   */
  double error() {
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(correct[bin] - confidence[bin]);
    }
    return error / images();
  }

  /** Returns the non-empty bins, ascending by confidence. */
  List<CalibrationBin> nonEmpty() {
    List<CalibrationBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (count[bin] > 0) {
        bins.add(
            new CalibrationBin(
                count[bin], confidence[bin] / count[bin], (double) correct[bin] / count[bin]));
      }
    }
    return bins;
  }
}
