package io.lautum.bench;

import io.lautum.information.discrepancy.MultiKernelMmd;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the MK-MMD term's work in one training step with 64 source and 64 target images. */
@State(Scope.Thread)
public class DiscrepancyBenchmark {
  private static final int BATCH = 64;
  private static final int BATCHES = 40;

  private final double[][] outputs = new double[BATCHES][];
  private MultiKernelMmd mmd;
  private int next;

  /** Number of features d. */
  @Param({"128", "500"})
  public int features;

  /** Choice of the bandwidths of the 19 kernels. */
  @Param({"fixed", "median"})
  public String bandwidths;

  /** Draws ReLU features, half of them 0, so close together that most kernels are not 0. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    mmd = bandwidths.equals("fixed") ? MultiKernelMmd.fixed() : MultiKernelMmd.medianScaled(19);
    for (int i = 0; i < BATCHES; i++) {
      outputs[i] =
          random
              .doubles(2L * BATCH * features)
              .map(x -> Math.max(0, random.nextGaussian()) / Math.sqrt(features))
              .toArray();
    }
  }

  /** Computes value and gradient, the work that training adds to a step. */
  @Benchmark
  public double[] valueAndGradient() {
    MultiKernelMmd.Estimate estimate = mmd.evaluate(outputs[next++ % BATCHES], BATCH);
    double[] gradient = estimate.gradient();
    gradient[0] += estimate.value();
    return gradient;
  }
}
