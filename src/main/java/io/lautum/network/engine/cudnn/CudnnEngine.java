package io.lautum.network.engine.cudnn;

import io.lautum.Text;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.Optional;

/** Computes on NVIDIA GPUs with cuDNN: every layer, in float, TF32 and bfloat16. */
public final class CudnnEngine implements Engine {
  private static final int RANK = 3;

  private final DeviceSource devices;

  /** Creates the engine for the GPUs of this process. */
  public CudnnEngine() {
    this(new CudaDevices());
  }

  CudnnEngine(DeviceSource devices) {
    this.devices = devices;
  }

  /** Returns the reason why this process cannot compute on a GPU; empty if it can. */
  public static Optional<String> unavailableReason() {
    return new CudaDevices().obstacle(Precision.FLOAT);
  }

  @Override
  public String name() {
    return "cudnn";
  }

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public String device() {
    try (Device device = devices.open(Precision.FLOAT)) {
      return device.identity().toString();
    }
  }

  @Override
  public Optional<String> deviceUuid() {
    return devices.uuid();
  }

  @Override
  public Optional<String> obstacle(NetworkGraph network, StepSpec step, Precision precision) {
    return windows(network).or(() -> devices.obstacle(precision));
  }

  private static Optional<String> windows(NetworkGraph network) {
    return network.nodes().stream()
        .filter(node -> node.layer() instanceof Layer.MaxPooling)
        .filter(node -> !MaxPooling.isSupported(((Layer.MaxPooling) node.layer()).window()))
        .findFirst()
        .map(
            node ->
                Text.format(
                    "layer [%s] takes the maximum of more than %d x %d pixels",
                    node.name(), MaxPooling.MAXIMUM_SIZE, MaxPooling.MAXIMUM_SIZE));
  }

  @Override
  public boolean choosesByMeasurement() {
    return true;
  }

  @Override
  public EngineChoices choose(NetworkGraph network, StepSpec step, Precision precision) {
    Device device = devices.open(precision);
    CompiledNetwork compiled = create(network, step, precision, EngineChoices.NONE, device);
    EngineChoices chosen =
        EngineChoices.of(device.identity().toString(), device.algorithms().used());
    compiled.close();
    return chosen;
  }

  @Override
  public CompiledNetwork create(NetworkGraph network, StepSpec step, Precision precision) {
    return create(network, step, precision, EngineChoices.NONE);
  }

  @Override
  public CompiledNetwork create(
      NetworkGraph network, StepSpec step, Precision precision, EngineChoices choices) {
    return create(network, step, precision, choices, devices.open(precision));
  }

  private static CompiledNetwork create(
      NetworkGraph network,
      StepSpec step,
      Precision precision,
      EngineChoices choices,
      Device device) {
    try {
      if (!choices.areNone()) {
        device.algorithms().adopt(choices.on(device.identity().toString()));
      }
      return new CudnnNetwork(network, step, precision, device);
    } catch (Throwable e) {
      close(device, e);
      throw e;
    }
  }

  /** Frees a device after a failure, which may also prevent this. */
  static void close(Device device, Throwable failure) {
    try {
      device.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
