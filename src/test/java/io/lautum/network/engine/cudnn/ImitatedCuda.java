package io.lautum.network.engine.cudnn;

import io.lautum.UserException;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.Engines;
import io.lautum.network.engine.RandomImages;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.operations.device.GpuMemory;
import io.lautum.training.MinibatchImages;
import java.util.Arrays;
import java.util.Map;

/**
 * A program that trains with {@link CudaDevice} on the libraries that it finds, and with {@link
 * HostDevice}, and compares all bits. {@link ImitatedCudaTest} starts it with imitated libraries.
 */
final class ImitatedCuda {
  private ImitatedCuda() {}

  public static void main(String[] arguments) {
    System.out.println("obstacle: " + CudnnEngine.unavailableReason());
    for (Precision precision : Precision.values()) {
      for (int channels : new int[] {3, 20}) {
        NetworkGraph network = RecordedStepTest.network(channels);
        // The network closes its device.
        Device device = new CudaDevices().open(precision);
        System.out.println(device.identity());
        float[] actual = train(network, precision, device);
        float[] expected =
            train(network, precision, new HostDevice(new DeviceIdentity("CPU", "loops")));
        System.out.printf(
            "%s, %d channels: %s%n",
            precision, channels, Arrays.equals(actual, expected) ? "same bits" : "other bits");
      }
    }
    System.out.println(
        new CudnnEngine()
            .choose(RecordedStepTest.network(3), RecordedStepTest.STEP, Precision.FLOAT));
    System.out.println("uuid: " + Engines.deviceUuid());
    for (long bytes : new long[] {2L << 30, 4L << 30}) {
      try (Device device = new CudaDevices().open(Precision.FLOAT)) {
        System.out.printf("free: %d%n", device.freeMemory() >> 20);
        device.allocate(bytes);
      } catch (UserException e) {
        System.out.println(e.getMessage());
      }
    }
    GpuMemory memory = GpuMemory.ofProcess();
    System.out.printf("memory: %d, then %d%n", memory.peak() >> 20, memory.allocated());
    memory.reserve(memory.limit());
    try {
      new CudaDevices().open(Precision.FLOAT).close();
    } catch (UserException e) {
      System.out.println("not opened: " + e.getMessage());
    }
  }

  /**
   * Trains four steps without waiting in between, every other one on images that are kept on the
   * device, and returns weights and moments.
   */
  private static float[] train(NetworkGraph network, Precision precision, Device device) {
    try (CudnnNetwork compiled =
        new CudnnNetwork(network, RecordedStepTest.STEP, precision, device)) {
      float[] weights = RecordedStepTest.normal(network.parameters().length(), 5);
      compiled.load(EngineState.initial(weights), 1);
      MinibatchImages kept = RandomImages.of(network.input(), RecordedStepTest.STEP, 1);
      for (int t = 0; t < 4; t++) {
        float[] images = RecordedStepTest.normal(RecordedStepTest.ROWS * network.input().size(), t);
        compiled.forward(t % 2 == 0 ? () -> images : kept.images(t, true));
        float[] gradient = RecordedStepTest.normal(RecordedStepTest.ROWS * 3, 10 + t);
        compiled.backward(Map.of(NetworkGraph.LOGITS, gradient), Map.of());
        compiled.update();
      }
      EngineState state = compiled.state();
      float[] all = Arrays.copyOf(state.weights(), weights.length + state.moments().length);
      System.arraycopy(state.moments(), 0, all, weights.length, state.moments().length);
      return all;
    }
  }
}
