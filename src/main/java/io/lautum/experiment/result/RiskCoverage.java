package io.lautum.experiment.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The trade-off between answering often and being right (El-Yaniv &amp; Wiener 2010, "On the
 * foundations of noise-free selective classification"): a classifier that answers only if its
 * largest probability reaches a threshold.
 *
 * @param points from the least threshold to the largest one, each with another number of answers
 */
public record RiskCoverage(List<Point> points) {
  private static final int STEPS = 20;

  /**
   * The answers at one threshold.
   *
   * @param threshold least probability of an answer
   * @param answered number of images with an answer
   * @param coverage their share of all images
   * @param right share of the answers that are right, with its interval
   */
  public record Point(double threshold, long answered, double coverage, Proportion right) {}

  public RiskCoverage {
    points = List.copyOf(points);
  }

  /**
   * Returns the points at which about 100, 95, … and 5% of the held-out images are answered.
   *
   * @param parts number of parts that were held out in turn
   */
  public static RiskCoverage of(List<CrossValidation.Image> images, int parts) {
    double[] largest = new double[images.size()];
    boolean[] right = new boolean[images.size()];
    for (int i = 0; i < largest.length; i++) {
      Classification answer = Classification.of(images.get(i).probabilities());
      largest[i] = images.get(i).probabilities()[answer.predicted()];
      right[i] = answer.predicted() == images.get(i).label();
    }
    double[] ascending = largest.clone();
    Arrays.sort(ascending);
    List<Point> points = new ArrayList<>();
    long previous = -1;
    for (int step = 0; step < STEPS; step++) {
      Point point = point(ascending[step * ascending.length / STEPS], largest, right, parts);
      if (point.answered() != previous) {
        points.add(point);
      }
      previous = point.answered();
    }
    return new RiskCoverage(points);
  }

  private static Point point(double threshold, double[] largest, boolean[] right, int parts) {
    long answered = 0;
    long hits = 0;
    for (int i = 0; i < largest.length; i++) {
      if (largest[i] >= threshold) {
        answered++;
        hits += right[i] ? 1 : 0;
      }
    }
    return new Point(
        threshold,
        answered,
        (double) answered / largest.length,
        Proportion.ofHeldOut(hits, answered, parts));
  }

  /**
   * Returns the point with the most answers at which a share of the answers is right.
   *
   * @param share wanted share, from 0 to 1
   * @return empty if no point has it
   */
  public Optional<Point> reaching(double share) {
    return points.stream().filter(point -> point.right().value() >= share).findFirst();
  }
}
