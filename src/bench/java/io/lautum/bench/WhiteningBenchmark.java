package io.lautum.bench;

import io.lautum.data.prepare.Whitening;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

  /** "LWH1", the first bytes of a whitening's file. */
  private static final int MAGIC = 0x4C574831;

  private final float[] image = new float[INPUTS];
  private Whitening whitening;

  /** Number of principal components r. */
  @Param({"64", "256"})
  public int components;

  /** Reads a random projection; its values do not influence the time. */
  @Setup
  public void draw() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(INPUTS);
    out.writeInt(components);
    out.writeDouble(1);
    for (int i = 0; i < INPUTS + components * INPUTS; i++) {
      out.writeDouble(random.nextGaussian());
    }
    whitening =
        Whitening.read(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), "whitening");
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
