package io.lautum.bench;

import io.lautum.network.loss.SpectralNormPenalty;
import io.lautum.network.spec.WeightMatrix;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the work that spectral norm regularisation adds to a training step: a power iteration
 * and a gradient.
 */
@State(Scope.Thread)
public class SpectralNormBenchmark {
  private float[] weights;
  private float[] gradient;
  private SpectralNormPenalty penalty;

  /**
   * Rows and columns: LeNet's second kernel, and its large dense layer, which has five times as
   * many weights as all other layers.
   */
  @Param({"50x500", "500x800"})
  public String shape;

  /** Draws a matrix. */
  @Setup
  public void draw() {
    String[] sides = shape.split("x");
    WeightMatrix matrix =
        new WeightMatrix("layer", 0, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    penalty = new SpectralNormPenalty(0.01, List.of(matrix));
    Random random = new Random(1);
    weights = new float[matrix.length()];
    gradient = new float[matrix.length()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
  }

  /** Computes value and gradient of one step. */
  @Benchmark
  public double step() {
    return penalty.add(weights, gradient);
  }
}
