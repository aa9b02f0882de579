package io.lautum.network.engine.cudnn;

import io.lautum.network.step.Precision;
import java.util.Optional;

/** The NVIDIA GPUs of this process. */
final class CudaDevices implements DeviceSource {
  private final CudaProbe probe = new CudaLibraries();

  @Override
  public Optional<String> obstacle(Precision precision) {
    return CudaObstacle.of(probe, precision);
  }

  @Override
  public Device open(Precision precision) {
    return new CudaDevice(probe.ordinal(), precision);
  }

  @Override
  public Optional<String> uuid() {
    return obstacle(Precision.FLOAT).isPresent()
        ? Optional.empty()
        : Optional.of(CudaCard.uuid(probe.ordinal()));
  }
}
