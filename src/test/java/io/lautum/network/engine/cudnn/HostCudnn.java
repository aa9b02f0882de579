package io.lautum.network.engine.cudnn;

import io.lautum.network.engine.Engine;

/** The engine's logic and kernels on the CPU. */
public final class HostCudnn {
  private HostCudnn() {}

  /** Returns the engine. It has an obstacle on a machine without a C++ compiler. */
  public static Engine engine() {
    return new CudnnEngine(
        new TestDevices(
            HostKernels::obstacle,
            () -> new HostDevice(new DeviceIdentity("CPU", "loops in Java"))));
  }
}
