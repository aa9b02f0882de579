package io.lautum.experiment.result;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The quality of a classifier, as counts that can be summed over shards. */
public final class Evaluation implements Serializable {
  private static final int CALIBRATION_BINS = 15;
  private static final double SMALLEST_PROBABILITY = 1e-12;

  private final long[][] confusion;
  private final long[] binCount = new long[CALIBRATION_BINS];
  private final long[] binCorrect = new long[CALIBRATION_BINS];
  private final double[] binConfidence = new double[CALIBRATION_BINS];
  private double crossEntropy;

  public Evaluation(int classes) {
    confusion = new long[classes][classes];
  }

  /** Adds one image. */
  public void add(int label, float[] probabilities) {
    Classification classification = Classification.of(probabilities);
    int predicted = classification.predicted();
    confusion[label][predicted]++;
    crossEntropy -= Math.log(Math.max(SMALLEST_PROBABILITY, probabilities[label]));
    double confidence = classification.confidence();
    int bin = Math.min(CALIBRATION_BINS - 1, (int) (confidence * CALIBRATION_BINS));
    binCount[bin]++;
    binCorrect[bin] += predicted == label ? 1 : 0;
    binConfidence[bin] += confidence;
  }

  /**
   * Adds a batch of images.
   *
   * @param labels labels of all images, in the batch or not
   * @param first position of the batch's first image in {@code labels}
   * @param probabilities one row per image of the batch
   */
  public void add(int[] labels, int first, float[][] probabilities) {
    for (int i = 0; i < probabilities.length; i++) {
      add(labels[first + i], probabilities[i]);
    }
  }

  /** Adds the evaluation of another part of the same set. */
  public void add(Evaluation other) {
    for (int i = 0; i < confusion.length; i++) {
      for (int j = 0; j < confusion.length; j++) {
        confusion[i][j] += other.confusion[i][j];
      }
    }
    for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
      binCount[bin] += other.binCount[bin];
      binCorrect[bin] += other.binCorrect[bin];
      binConfidence[bin] += other.binConfidence[bin];
    }
    crossEntropy += other.crossEntropy;
  }

  public long examples() {
    return Arrays.stream(binCount).sum();
  }

  /** Returns the share of images whose most probable class is their label. */
  public double accuracy() {
    return (double) Arrays.stream(binCorrect).sum() / examples();
  }

  /** Returns {@link #accuracy} with its interval. */
  public Proportion proportion() {
    return Proportion.of(Arrays.stream(binCorrect).sum(), examples());
  }

  /** Returns the mean of −ln p(label), in nats; probabilities below 1e-12 count as 1e-12. */
  public double crossEntropy() {
    return crossEntropy / examples();
  }

  /**
   * Returns the expected calibration error with 15 equal bins (Guo et al. 2017, eq. 5): the mean
   * over images of their bin's |accuracy − confidence|.
   */
  public double calibrationError() {
    double error = 0;
    for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
      error += Math.abs(binCorrect[bin] - binConfidence[bin]);
    }
    return error / examples();
  }

  /** Returns the non-empty bins of {@link #calibrationError}, ascending by confidence. */
  public List<Results.Bin> calibration() {
    List<Results.Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
      if (binCount[bin] > 0) {
        bins.add(
            new Results.Bin(
                binCount[bin],
                binConfidence[bin] / binCount[bin],
                (double) binCorrect[bin] / binCount[bin]));
      }
    }
    return bins;
  }

  /** Returns the counts; rows are true classes, columns predicted ones. */
  public List<List<Long>> confusion() {
    List<List<Long>> rows = new ArrayList<>();
    for (long[] row : confusion) {
      rows.add(Arrays.stream(row).boxed().toList());
    }
    return rows;
  }
}
