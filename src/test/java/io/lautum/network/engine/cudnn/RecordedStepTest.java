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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that recorded steps compute what steps without a recording compute. */
class RecordedStepTest {
  static final int ROWS = 3;
  private static final NetworkGraph NETWORK = network(2);
  static final StepSpec STEP =
      new StepSpec(
          List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)),
          List.of(NetworkGraph.LOGITS),
          Optimizer.linearDecay(0.01, 10),
          0.9,
          false);

  /** Returns a network with every kind of command to a device. */
  static NetworkGraph network(int channels) {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(channels, 6, 6));
    Layer convolution = new Layer.Convolution(4, new Window(3, 1, 1), true, Initialization.UNIFORM);
    String convolved = graph.add("convolution", convolution, NetworkGraph.IMAGE);
    String normalised = graph.add("normalisation", new Layer.BatchNormalization(), convolved);
    String rectified = graph.add("rectifier", new Layer.Rectifier(), normalised);
    String dropped = graph.add("dropout", new Layer.Dropout(0.3), rectified);
    graph.add("logits", new Layer.Dense(3, Initialization.XAVIER), dropped);
    return graph.output(NetworkGraph.LOGITS, "logits").build();
  }

  @BeforeEach
  void requireCompiler() {
    HostKernels.obstacle().ifPresent(reason -> assumeTrue(false, reason));
  }

  private static HostDevice device() {
    return new HostDevice(new DeviceIdentity("CPU", "loops"));
  }

  private static CudnnNetwork compile(HostDevice device) {
    return new CudnnNetwork(NETWORK, STEP, Precision.FLOAT, device);
  }

  private static EngineState step(CudnnNetwork network, EngineState state, long t) {
    network.load(state, t);
    float[] images = normal(ROWS * NETWORK.input().size(), t);
    network.forward(() -> images);
    network.backward(Map.of(NetworkGraph.LOGITS, network.output(NetworkGraph.LOGITS)), Map.of());
    network.update();
    return network.state();
  }

  @Test
  void recordedStepsHaveTheSameBits() {
    EngineState start = EngineState.initial(normal(NETWORK.parameters().length(), 5));
    HostDevice device = device();
    try (CudnnNetwork recorded = compile(device)) {
      EngineState state = start;
      for (int t = 0; t < 4; t++) {
        EngineState next = step(recorded, state, t);
        try (CudnnNetwork fresh = compile(device())) {
          EngineState expected = step(fresh, state, t);
          assertThat(next.weights()).isEqualTo(expected.weights());
          assertThat(next.moments()).isEqualTo(expected.moments());
          assertThat(next.shadow()).isEqualTo(expected.shadow());
        }
        assertThat(next.weights()).isNotEqualTo(state.weights());
        state = next;
      }
      assertThat(device.captures())
          .as("the forward pass, and the backward pass with the update")
          .isEqualTo(2);
    }
  }

  @Test
  void firstStepIsNotRecorded() {
    HostDevice device = device();
    try (CudnnNetwork network = compile(device)) {
      step(network, EngineState.initial(normal(NETWORK.parameters().length(), 5)), 0);
      assertThat(device.captures()).isZero();
    }
  }

  /** The gradient is asked for between the backward pass and the update, as penalties do. */
  @Test
  void updateAfterTheGradientWasReadHasTheSameBits() {
    EngineState start = EngineState.initial(normal(NETWORK.parameters().length(), 5));
    float[] images = normal(ROWS * NETWORK.input().size(), 1);
    try (CudnnNetwork one = compile(device());
        CudnnNetwork two = compile(device())) {
      for (CudnnNetwork network : List.of(one, two)) {
        network.load(start, 1);
        network.forward(() -> images);
        network.backward(
            Map.of(NetworkGraph.LOGITS, network.output(NetworkGraph.LOGITS)), Map.of());
      }
      assertThat(one.gradient()).isNotEqualTo(new float[one.gradient().length]);
      one.update();
      two.update();
      assertThat(one.state().weights()).isEqualTo(two.state().weights());
    }
  }

  static float[] normal(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (0.3 * random.nextGaussian());
    }
    return values;
  }
}
