package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.check.Finding;
import io.lautum.network.engine.check.SelfTest;
import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests conversions to bfloat16 and networks that keep their images in it. */
class Bfloat16Test {
  private static final int ROWS = 12;

  @BeforeEach
  void requireCompiler() {
    HostKernels.obstacle().ifPresent(reason -> assumeTrue(false, reason));
  }

  private static HostDevice device() {
    return new HostDevice(new DeviceIdentity("CPU", "loops"));
  }

  /** Channels that are not a multiple of 8, and ties that go to the even number. */
  @Test
  void conversionsRoundAndTranspose() {
    Shape.Image image = new Shape.Image(37, 10, 7);
    float[] values = SmallNetworks.normal(2 * image.size(), 1);
    values[0] = 1 + 1f / 256;
    values[1] = 1 + 3f / 256;
    values[2] = 0;
    values[3] = -1e-30f;
    try (HostDevice device = device()) {
      Tensor planes = Tensor.allocate(device, 2, image, Format.PLANES);
      device.upload(values, planes.buffer());
      Program program = new Program(device);
      Tensor pixels = planes.in(Format.PIXELS, program);
      Tensor back = pixels.in(Format.PLANES, program);
      program.run();
      float[] rounded = new float[values.length];
      device.download(back.buffer(), rounded);
      for (int i = 0; i < values.length; i++) {
        assertThat(rounded[i]).isEqualTo(Bfloat16OperatorsTest.bfloat16(values[i]));
      }
      assertThat(rounded[0]).isEqualTo(1);
      assertThat(rounded[1]).isEqualTo(1 + 4f / 256);
      assertThat(pixels.buffer().bytes()).isEqualTo(2L * 40 * 70 * Short.BYTES);
      // The first two channels of the first pixel, and the last channel with padding.
      float[] pairs = new float[20];
      device.download(pixels.buffer().part(0, 20), pairs);
      assertThat(Float.floatToRawIntBits(pairs[0]))
          .isEqualTo(bits(values[0]) | bits(values[70]) << Short.SIZE);
      assertThat(Float.floatToRawIntBits(pairs[18])).isEqualTo(bits(values[36 * 70]));
      assertThat(pairs[19]).isZero();
    }
  }

  private static int bits(float value) {
    return HostBfloat16.rounded(value) & 0xFFFF;
  }

  @Test
  void onlyFiltersAreConverted() {
    ParameterLayout layout = SmallNetworks.chain().parameters();
    float[] weights = SmallNetworks.normal(layout.length(), 2);
    try (HostDevice device = device()) {
      Buffer flat = device.allocate((long) weights.length * Float.BYTES);
      Buffer gradient = device.allocate(flat.bytes());
      device.upload(weights, flat);
      Program program = new Program(device);
      RoundedFilters filters = new RoundedFilters(device, layout);
      filters.round(flat, program);
      // What was rounded, as if it were the gradient.
      Buffer from = filters.weights("convolution");
      Buffer to = filters.gradient("convolution");
      program.add(() -> device.copy(from, to));
      filters.widen(gradient, program);
      program.run();
      assertThat(from.bytes()).isEqualTo(8L * 9 * 8 * Short.BYTES);
      float[] converted = new float[weights.length];
      device.download(gradient, converted);
      for (var parameter : layout.parameters()) {
        boolean isFilter = parameter.shaped().shape().size() == 4;
        for (int i = parameter.offset(); i < parameter.end(); i++) {
          assertThat(converted[i])
              .isEqualTo(isFilter ? Bfloat16OperatorsTest.bfloat16(weights[i]) : 0);
        }
      }
    }
  }

  /** Compares with the reference in double precision, and repeats and resumes steps. */
  @Test
  void selfTestPasses() {
    SelfTest result = SelfTest.run(HostCudnn.engine(), Precision.BFLOAT16);
    assertThat(result.findings()).extracting(Finding::outcome).containsOnly(Finding.Outcome.PASSED);
    assertThat(result.findings()).hasSize(35);
  }

  @Test
  void trainingReachesTheLossOfFloats() {
    double[] floats = losses(Precision.FLOAT);
    double[] rounded = losses(Precision.BFLOAT16);
    assertThat(rounded).isEqualTo(losses(Precision.BFLOAT16));
    int last = floats.length - 1;
    assertThat(floats[last]).isLessThan(0.2 * floats[0]);
    assertThat(Math.abs(rounded[last] - floats[last])).isLessThan(0.02 * floats[0]);
    assertThat(rounded).isNotEqualTo(floats);
  }

  /** Returns the cross-entropy of each step of a training on noise with random labels. */
  private static double[] losses(Precision precision) {
    NetworkGraph network = residual();
    StepSpec step =
        new StepSpec(
            List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)),
            List.of(NetworkGraph.LOGITS),
            Optimizer.constant(0.03),
            false);
    float[] images = SmallNetworks.normal(ROWS * network.input().size(), 3);
    double[] losses = new double[40];
    try (CudnnNetwork compiled = new CudnnNetwork(network, step, precision, device())) {
      compiled.load(EngineState.initial(SmallNetworks.weights(network, 4)), 1);
      for (int t = 0; t < losses.length; t++) {
        compiled.forward(() -> images);
        float[] gradient = new float[ROWS * 3];
        losses[t] = crossEntropy(compiled.output(NetworkGraph.LOGITS), gradient);
        compiled.backward(Map.of(NetworkGraph.LOGITS, gradient), Map.of());
        compiled.update();
      }
    }
    return losses;
  }

  /** Returns a network with a residual block, images of which stay in one format. */
  private static NetworkGraph residual() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(3, 6, 6));
    Layer convolution = new Layer.Convolution(8, new Window(3, 1, 1), false, Initialization.HE);
    String stem = graph.add("stem", convolution, NetworkGraph.IMAGE);
    String normalised = graph.add("normalisation", new Layer.BatchNormalization(), stem);
    String active = graph.add("rectifier", new Layer.Rectifier(), normalised);
    String residual = graph.add("convolution", convolution, active);
    String sum = graph.add("sum", new Layer.Sum(), stem, residual);
    String last = graph.add("last", new Layer.BatchNormalization(), sum);
    String rectified = graph.add("last.rectifier", new Layer.Rectifier(), last);
    String features = graph.add("features", new Layer.GlobalAverage(), rectified);
    graph.add("logits", new Layer.Dense(3, Initialization.XAVIER), features);
    return graph.output(NetworkGraph.LOGITS, "logits").build();
  }

  /** Returns the mean cross-entropy for the classes 0, 1, 2, 0, …, and its gradient. */
  private static double crossEntropy(float[] logits, float[] gradient) {
    double loss = 0;
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(logits[row * 3 + k]);
      }
      for (int k = 0; k < 3; k++) {
        double probability = Math.exp(logits[row * 3 + k]) / sum;
        boolean isClass = k == row % 3;
        gradient[row * 3 + k] = (float) ((probability - (isClass ? 1 : 0)) / ROWS);
        loss -= isClass ? Math.log(probability) / ROWS : 0;
      }
    }
    return loss;
  }
}
