package io.lautum.experiment.result;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The quality of a classifier, as counts that can be summed over shards. */
public final class Evaluation implements Serializable {
  private static final double SMALLEST_PROBABILITY = 1e-12;

  private final long[][] confusion;
  private final CalibrationBins bins = new CalibrationBins();
  private final ScaledCalibration scaled = new ScaledCalibration();
  private double crossEntropy;

  public Evaluation(int classes) {
    confusion = new long[classes][classes];
  }

  /** Returns −ln p of one image's label, in nats; probabilities below 1e-12 count as 1e-12. */
  public static double crossEntropy(float probability) {
    return -Math.log(Math.max(SMALLEST_PROBABILITY, probability));
  }

  /** Adds one image. */
  public void add(int label, float[] probabilities) {
    Classification classification = Classification.of(probabilities);
    int predicted = classification.predicted();
    confusion[label][predicted]++;
    crossEntropy += crossEntropy(probabilities[label]);
    bins.add(classification.confidence(), predicted == label);
    scaled.add(label, predicted, probabilities);
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
    bins.add(other.bins);
    scaled.add(other.scaled);
    crossEntropy += other.crossEntropy;
  }

  public long examples() {
    return bins.images();
  }

  /** Returns the number of images whose most probable class is their label. */
  public long correct() {
    return bins.correct();
  }

  /** Returns the share of images whose most probable class is their label. */
  public double accuracy() {
    return (double) correct() / examples();
  }

  /** Returns {@link #accuracy} with its interval. */
  public Proportion proportion() {
    return Proportion.of(correct(), examples());
  }

  /** Returns the mean of −ln p(label), in nats; probabilities below 1e-12 count as 1e-12. */
  public double crossEntropy() {
    return crossEntropy / examples();
  }

  /** Returns the expected calibration error with 15 equal bins (Guo et al. 2017, eq. 3). */
  public double calibrationError() {
    return bins.error();
  }

  /**
   * Returns {@link #calibrationError} after temperature scaling, with the temperature of each half
   * of the images fitted on the other half.
   */
  public double scaledCalibrationError() {
    return scaled.error();
  }

  /** Returns the non-empty bins of {@link #calibrationError}, ascending by confidence. */
  public List<CalibrationBin> calibration() {
    return bins.nonEmpty();
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
