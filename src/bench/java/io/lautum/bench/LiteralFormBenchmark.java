package io.lautum.bench;

import io.lautum.information.LiteralComparison;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The Lautum term with the D x D covariance of the images, as its formula stands, and with K x K
 * matrices: K = 10, D = 784, r = 64, 64 images a step, the same value and gradient.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LiteralFormBenchmark {
  private static final int BATCHES = 30;
  private static final double TOLERANCE = 1e-9;

  private LiteralComparison comparison;
  private int next;

  /** Draws the data, and refuses to time two computations that do not agree on it. */
  @Setup
  public void draw() {
    comparison = new LiteralComparison(10, 64, 784, 64, BATCHES);
    double difference = comparison.difference(comparison.batch(0));
    if (!(difference < TOLERANCE)) {
      throw new IllegalStateException("the two forms differ by " + difference);
    }
  }

  /** D x D. */
  @Benchmark
  public double[] literal() {
    return comparison.literalStep(comparison.batch(next++));
  }

  /** K x K. */
  @Benchmark
  public double[] whitened() {
    return comparison.whitenedStep(comparison.batch(next++));
  }
}
