package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.network.engine.EngineState;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests convolutions of bfloat16 numbers and the conversions around them. */
class Bfloat16Test {
  private static final int ROWS = 3;

  private static final StepSpec STEP =
      new StepSpec(
          List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)),
          List.of(NetworkGraph.LOGITS),
          new Optimizer.None(),
          true);

  @BeforeEach
  void requireCompiler() {
    HostKernels.obstacle().ifPresent(reason -> assumeTrue(false, reason));
  }

  private static HostDevice device() {
    return new HostDevice(new DeviceIdentity("CPU", "loops"));
  }

  /** Sides that are not multiples of a tile, and ties that go to the even number. */
  @Test
  void conversionsRoundAndTranspose() {
    int outer = 2;
    int channels = 37;
    int inner = 70;
    float[] values = normal(outer * channels * inner, 1);
    values[0] = 1 + 1f / 256;
    values[1] = 1 + 3f / 256;
    values[2] = 0;
    values[3] = -1e-30f;
    try (HostDevice device = device()) {
      Buffer x = device.allocate((long) values.length * Float.BYTES);
      Buffer back = device.allocate((long) values.length * Float.BYTES);
      Buffer last = device.allocate((long) values.length * Short.BYTES);
      device.upload(values, x);
      int blocks = outer * 2 * 3;
      device.launch("toBfloat16", blocks, Launch.THREADS, x, last, channels, inner);
      device.launch("fromBfloat16", blocks, Launch.THREADS, last, back, channels, inner);
      float[] rounded = new float[values.length];
      device.download(back, rounded);
      for (int i = 0; i < values.length; i++) {
        int bits = HostBfloat16.rounded(values[i]) << Short.SIZE;
        assertThat(rounded[i]).isEqualTo(Float.intBitsToFloat(bits));
      }
      assertThat(rounded[0]).isEqualTo(1);
      assertThat(rounded[1]).isEqualTo(1 + 4f / 256);
      // The second channel of the first pixel.
      float[] pair = new float[1];
      device.download(last.part(0, 1), pair);
      assertThat(Float.floatToRawIntBits(pair[0]) >>> Short.SIZE)
          .isEqualTo(HostBfloat16.rounded(values[inner]) & 0xFFFF);
    }
  }

  @Test
  void networkDiffersFromFloatByTheRoundingOfItsFactors() {
    NetworkGraph network = network(20);
    float[] exact = gradient(network, Precision.FLOAT);
    float[] rounded = gradient(network, Precision.BFLOAT16);
    assertThat(distance(exact, rounded)).isBetween(1e-4, 0.02);
  }

  @Test
  void convolutionsOfFewChannelsStayFloat() {
    NetworkGraph network = network(15);
    assertThat(gradient(network, Precision.BFLOAT16)).isEqualTo(gradient(network, Precision.FLOAT));
  }

  private static NetworkGraph network(int channels) {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(channels, 6, 5));
    Layer convolution =
        new Layer.Convolution(18, new Window(3, 2, 1), true, Initialization.UNIFORM);
    String convolved = graph.add("convolution", convolution, NetworkGraph.IMAGE);
    String pooled = graph.add("average", new Layer.GlobalAverage(), convolved);
    graph.add("logits", new Layer.Dense(3, Initialization.XAVIER), pooled);
    return graph.output(NetworkGraph.LOGITS, "logits").build();
  }

  /** Returns the gradients with respect to weights and images, one after the other. */
  private static float[] gradient(NetworkGraph network, Precision precision) {
    try (CudnnNetwork compiled = new CudnnNetwork(network, STEP, precision, device())) {
      compiled.load(EngineState.initial(normal(network.parameters().length(), 2)), 1);
      float[] images = normal(ROWS * network.input().size(), 3);
      compiled.forward(() -> images);
      float[] logits = compiled.output(NetworkGraph.LOGITS);
      compiled.backward(Map.of(NetworkGraph.LOGITS, logits), Map.of());
      float[] weights = compiled.gradient();
      float[] byImages = compiled.imageGradient();
      float[] all = Arrays.copyOf(weights, weights.length + byImages.length);
      System.arraycopy(byImages, 0, all, weights.length, byImages.length);
      return all;
    }
  }

  /** Returns the relative distance in the Euclidean norm. */
  private static double distance(float[] expected, float[] actual) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(actual[i] - (double) expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  private static float[] normal(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
