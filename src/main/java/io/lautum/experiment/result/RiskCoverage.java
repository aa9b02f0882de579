package io.lautum.experiment.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trade-off between answering often and being right (El-Yaniv &amp; Wiener 2010, "On the
 * foundations of noise-free selective classification"): a classifier that answers only if its
 * largest probability reaches a threshold.
 *
 * <p>Thresholds have three decimals, so that a threshold as users read it gives the same answers.
 *
 * @param points from the least threshold to the largest one, each with another number of answers
 */
public record RiskCoverage(List<Point> points) {
  private static final int STEPS = 20;

  /** Thresholds are multiples of its inverse. */
  private static final double PRECISION = 1000;

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
   * Returns the points at which about 100, 95, … and 5% of the held-out images are answered, at
   * least so many.
   *
   * @param parts number of parts that were held out in turn
   */
  public static RiskCoverage of(List<CrossValidation.Image> images, int parts) {
    double[] ascending = images.stream().mapToDouble(RiskCoverage::largest).sorted().toArray();
    List<Point> points = new ArrayList<>();
    long previous = -1;
    for (int step = 0; step < STEPS; step++) {
      double least = ascending[step * ascending.length / STEPS];
      Point point = point(Math.floor(PRECISION * least) / PRECISION, images, parts);
      if (point.answered() != previous) {
        points.add(point);
      }
      previous = point.answered();
    }
    return new RiskCoverage(points);
  }

  private static double largest(CrossValidation.Image image) {
    return Classification.of(image.probabilities()).confidence();
  }

  private static Point point(double threshold, List<CrossValidation.Image> images, int parts) {
    List<CrossValidation.Image> answered =
        images.stream().filter(image -> largest(image) >= threshold).toList();
    return new Point(
        threshold,
        answered.size(),
        (double) answered.size() / images.size(),
        CrossValidation.shareOfRight(answered, parts));
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
