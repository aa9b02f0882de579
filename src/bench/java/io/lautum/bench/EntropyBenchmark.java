package io.lautum.bench;

import io.lautum.method.entropy.GaussianSamples;
import io.lautum.method.entropy.ImportanceWeights;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the work that sampling adds to a sample's forward pass, for the weights of LeNet. */
@State(Scope.Thread)
public class EntropyBenchmark {
  private final GaussianSamples samples = new GaussianSamples(0.01, 1);
  private ImportanceWeights importance;
  private float[] displacement;
  private long next;

  /** Number of weights. */
  @Param({"431080"})
  public int weights;

  /** Draws the sample to weigh. */
  @Setup
  public void draw() {
    importance = new ImportanceWeights(weights);
    displacement = new float[weights];
    samples.displacement(0, displacement);
  }

  /** Draws a sample from its seed. */
  @Benchmark
  public float[] sample() {
    samples.displacement(next++, displacement);
    return displacement;
  }

  /** Weighs a sample and adds it to the sum; every fourth has a new largest weight. */
  @Benchmark
  public double weigh() {
    next++;
    importance.add(next % 4 == 0 ? -1e-3 * next : 0, displacement, 1);
    return importance.effectiveSampleSize();
  }
}
