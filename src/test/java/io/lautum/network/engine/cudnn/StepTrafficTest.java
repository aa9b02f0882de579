package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.network.architecture.Architectures;
import io.lautum.network.engine.EngineState;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Counts what a step of {@code wrn-28-2} with 128 images moves through a device's memory, and
 * checks the numbers in {@code docs/gpu.md}.
 */
class StepTrafficTest {
  private static final int ROWS = 128;
  private static final Set<String> CONVERSIONS =
      Set.of("toPixels", "toPlanes", "roundWeights", "widenWeights");

  private static NetworkGraph network() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(3, 32, 32));
    String features = Architectures.named("wrn-28-2").addTo(graph);
    graph.add("logits", new Layer.Dense(10, Initialization.XAVIER), features);
    return graph.output(NetworkGraph.LOGITS, "logits").build();
  }

  /** Returns the device after one step, of which only the second execution is counted. */
  private static CountingDevice counted(Precision precision) {
    NetworkGraph network = network();
    StepSpec step =
        new StepSpec(
            List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)),
            List.of(NetworkGraph.LOGITS),
            Optimizer.constant(1e-3),
            false);
    CountingDevice device = new CountingDevice();
    try (CudnnNetwork compiled = new CudnnNetwork(network, step, precision, device)) {
      compiled.load(EngineState.initial(new float[network.parameters().length()]), 1);
      for (int i = 0; i < 2; i++) {
        device.reset();
        compiled.forward(() -> new float[ROWS * network.input().size()]);
        compiled.backward(Map.of(NetworkGraph.LOGITS, new float[ROWS * 10]), Map.of());
        compiled.update();
      }
    }
    return device;
  }

  private static long megabytes(CountingDevice device, Set<String> commands) {
    double bytes =
        device.bytes().entrySet().stream()
            .filter(entry -> commands.contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return Math.round(bytes / 1e6);
  }

  private static int count(CountingDevice device, Set<String> commands) {
    return device.commands().entrySet().stream()
        .filter(entry -> commands.contains(entry.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static String row(Precision precision) {
    CountingDevice device = counted(precision);
    Set<String> uploads = Set.of("upload", "download");
    Set<String> all = device.commands().keySet();
    return String.format(
        Locale.ROOT,
        "| `%s` | %d | %d | %d | %,d | %,d |",
        precision,
        count(device, all) - count(device, uploads),
        count(device, CONVERSIONS),
        megabytes(device, CONVERSIONS),
        megabytes(device, all),
        Math.round(device.allocated() / 1e6));
  }

  @Test
  void documentedNumbersAreThoseOfTheProgram() throws Exception {
    String documentation = Files.readString(Path.of("docs/gpu.md"));
    assertThat(documentation).contains(row(Precision.FLOAT), row(Precision.BFLOAT16));
  }

  @Test
  void onlyImagesAndWeightsAreConverted() {
    CountingDevice device = counted(Precision.BFLOAT16);
    device.commands().keySet().retainAll(CONVERSIONS);
    assertThat(device.commands())
        .isEqualTo(Map.of("toPixels", 1, "roundWeights", 1, "widenWeights", 1));
  }
}
