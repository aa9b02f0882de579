package io.lautum.bench;

import io.lautum.data.prepare.Whitening;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the projection of one image of 784 values, which {@code prepare} computes once per
 * image.
 */
@State(Scope.Thread)
public class WhiteningBenchmark {
  private static final int INPUTS = 784;

  private final float[] image = new float[INPUTS];
  private Whitening whitening;

  /** Number of principal components r. */
  @Param({"64", "256"})
  public int components;

  /** Draws a random projection; its values do not influence the time. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    double[] mean = random.doubles(INPUTS).toArray();
    double[] projection = random.doubles((long) components * INPUTS).toArray();
    whitening = new Whitening(mean, projection, 1);
    for (int i = 0; i < INPUTS; i++) {
      image[i] = random.nextFloat();
    }
  }

  /** Computes z of one image. */
  @Benchmark
  public float[] project() {
    return whitening.apply(image);
  }
}
