package io.lautum.bench;

import io.lautum.information.LiteralComparison;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the Lautum term with the D x D covariance of the images, as in its formula, and with K x
 * K matrices: K = 10, D = 784, r = 64, 64 images per step. Value and gradient are equal.
 */
@State(Scope.Thread)
public class LiteralFormBenchmark {
  private static final int BATCHES = 30;
  private static final double TOLERANCE = 1e-9;

  private LiteralComparison comparison;
  private int next;

  /** Draws the data, and fails if the two computations differ. */
  @Setup
  public void draw() {
    comparison = new LiteralComparison(10, 64, 784, 64, BATCHES);
    double difference = comparison.difference(comparison.batch(0));
    if (!(difference < TOLERANCE)) {
      throw new IllegalStateException("the two forms differ by " + difference);
    }
  }

  /** Computes with the D x D covariance. */
  @Benchmark
  public double[] literal() {
    return comparison.literalStep(comparison.batch(next++));
  }

  /** Computes with K x K matrices. */
  @Benchmark
  public double[] whitened() {
    return comparison.whitenedStep(comparison.batch(next++));
  }
}
