package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.engine.EngineState;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import io.lautum.network.step.Precision;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlgorithmChoicesTest {
  private static final ConvolutionShape SHAPE =
      new ConvolutionShape(
          50, new Shape.Image(20, 12, 12), 50, new Window(5, 1, 2), Precision.FLOAT);
  private static final NetworkGraph NETWORK = RecordedStepTest.network(2);
  private static final ConvolutionAlgorithms ONE = new ConvolutionAlgorithms(1, 2, 3);
  private static final ConvolutionAlgorithms TWO = new ConvolutionAlgorithms(5, 2, 3);

  @BeforeEach
  void requireKernels() {
    HostKernels.obstacle().ifPresent(reason -> assumeTrue(false, reason));
  }

  private static HostDevice device(ConvolutionAlgorithms fastest) {
    return new HostDevice(new DeviceIdentity("card", "loops"), fastest);
  }

  /** Returns the engine of a process that finds certain algorithms the fastest. */
  private static CudnnEngine engine(String card, ConvolutionAlgorithms fastest) {
    return new CudnnEngine(
        TestDevices.of(() -> new HostDevice(new DeviceIdentity(card, "loops"), fastest)));
  }

  @Test
  void processMeasuresConvolutionOnce() {
    Map<String, ConvolutionAlgorithms> measured = new HashMap<>();
    AlgorithmChoices first = new AlgorithmChoices(device(ONE), measured);
    AlgorithmChoices second = new AlgorithmChoices(device(TWO), measured);
    assertThat(first.of(SHAPE)).isEqualTo(ONE);
    assertThat(second.of(SHAPE)).isEqualTo(ONE);
    assertThat(second.used()).isEqualTo(Map.of("50x20x12x12-50-5/1+2-float", "1/2/3"));
    assertThat(new AlgorithmChoices(device(TWO), new HashMap<>()).of(SHAPE)).isEqualTo(TWO);
  }

  @Test
  void recordedAlgorithmsReplaceMeasurement() {
    Map<String, ConvolutionAlgorithms> measured = new HashMap<>();
    AlgorithmChoices recorded = new AlgorithmChoices(device(ONE), measured);
    recorded.adopt(new TreeMap<>(Map.of(SHAPE.toString(), "7/0/4")));
    assertThat(recorded.of(SHAPE)).isEqualTo(new ConvolutionAlgorithms(7, 0, 4));
    assertThat(measured).as("another training of this process is not affected").isEmpty();
  }

  @Test
  void incompleteOrMalformedAlgorithmsAreRejected() {
    AlgorithmChoices recorded = new AlgorithmChoices(device(ONE), new HashMap<>());
    recorded.adopt(new TreeMap<>());
    assertThatThrownBy(() -> recorded.of(SHAPE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no algorithms for a convolution of " + SHAPE)
        .hasMessageContaining("--overwrite");
    recorded.adopt(new TreeMap<>(Map.of(SHAPE.toString(), "1/1")));
    assertThatThrownBy(() -> recorded.of(SHAPE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("got [1/1]");
  }

  @Test
  void processWithOtherMeasurementsTrainsToSameBitsWithRecordedChoices() {
    CudnnEngine first = engine("card", ONE);
    CudnnEngine second = engine("card", TWO);
    EngineChoices choices = first.choose(NETWORK, RecordedStepTest.STEP, Precision.FLOAT);
    assertThat(choices.on("card, loops")).hasSize(1).containsValue("1/2/3");
    float[] expected = train(first, EngineChoices.NONE);
    assertThat(train(second, EngineChoices.NONE)).isNotEqualTo(expected);
    assertThat(train(first, choices)).isEqualTo(expected);
    assertThat(train(second, choices)).isEqualTo(expected);
  }

  @Test
  void recordedChoicesOfAnotherCardAreRejected() {
    EngineChoices choices =
        engine("card A", ONE).choose(NETWORK, RecordedStepTest.STEP, Precision.FLOAT);
    assertThatThrownBy(() -> train(engine("card B", ONE), choices))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("[card A, loops]")
        .hasMessageContaining("[card B, loops]");
  }

  private static float[] train(CudnnEngine engine, EngineChoices choices) {
    try (CompiledNetwork network =
        engine.compile(NETWORK, RecordedStepTest.STEP, Precision.FLOAT, choices)) {
      network.load(
          EngineState.initial(RecordedStepTest.normal(NETWORK.parameters().length(), 5)), 1);
      for (int t = 0; t < 3; t++) {
        float[] images =
            RecordedStepTest.normal(RecordedStepTest.ROWS * NETWORK.input().size(), 20 + t);
        network.forward(() -> images);
        network.backward(
            Map.of(NetworkGraph.LOGITS, network.output(NetworkGraph.LOGITS)), Map.of());
        network.update();
      }
      return network.state().weights();
    }
  }
}
