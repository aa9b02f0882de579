package io.lautum.network.engine.cudnn;

import io.lautum.network.engine.Engine;
import io.lautum.network.step.Precision;
import java.util.Optional;

/** The engine's logic and kernels on the CPU. */
public final class HostCudnn {
  private HostCudnn() {}

  /** Returns the engine. It has an obstacle on a machine without a C++ compiler. */
  public static Engine engine() {
    return new CudnnEngine(
        new DeviceSource() {
          @Override
          public Optional<String> obstacle(Precision precision) {
            return HostKernels.obstacle();
          }

          @Override
          public Device open(Precision precision) {
            return new HostDevice(new DeviceIdentity("CPU", "loops in Java"));
          }
        });
  }
}
