package io.lautum.bench;

import io.lautum.information.GaussianInformation;
import io.lautum.information.RunningMoments;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the Lautum term's work in one training step with 64 target images. */
@State(Scope.Thread)
public class InformationBenchmark {
  private static final int BATCH = 64;
  private static final int BATCHES = 40;
  private static final double DECAY = 0.98;

  private final GaussianInformation information = GaussianInformation.lautum(0.1, 0.99);
  private final double[][] w = new double[BATCHES][];
  private final double[][] z = new double[BATCHES][];
  private RunningMoments moments;
  private int next;

  /** Number of outputs K. */
  @Param({"10", "100", "512"})
  public int outputs;

  /** Number of principal components r. */
  @Param({"64", "256"})
  public int components;

  /** Draws batches whose outputs depend on the images, and adds them to the moments. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    moments = new RunningMoments(outputs, components);
    for (int i = 0; i < BATCHES; i++) {
      w[i] = random.doubles(BATCH * outputs, -1, 1).toArray();
      z[i] = random.ints(BATCH * components).mapToDouble(x -> random.nextGaussian()).toArray();
      for (int j = 0; j < w[i].length; j++) {
        w[i][j] += z[i][j / outputs * components + j % outputs % components];
      }
      moments.update(w[i], z[i], BATCH, DECAY);
    }
  }

  /** Computes moments, value and gradient, the work that training adds to a step. */
  @Benchmark
  public double[] valueAndGradient() {
    int batch = next++ % BATCHES;
    moments.update(w[batch], z[batch], BATCH, DECAY);
    GaussianInformation.Estimate estimate = information.evaluate(moments);
    double[] gradient = estimate.gradient(w[batch], z[batch], BATCH);
    gradient[0] += estimate.value();
    return gradient;
  }

  /** Computes the canonical correlations from existing moments. */
  @Benchmark
  public double[] canonicalCorrelations() {
    return information.evaluate(moments).correlations();
  }
}
