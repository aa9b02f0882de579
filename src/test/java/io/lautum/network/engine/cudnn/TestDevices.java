package io.lautum.network.engine.cudnn;

import io.lautum.network.step.Precision;
import java.util.Optional;
import java.util.function.Supplier;

/** Devices of tests, whatever the precision. */
record TestDevices(Supplier<Optional<String>> obstacle, Supplier<Device> device)
    implements DeviceSource {
  /** Returns devices that have no obstacle. */
  static TestDevices of(Supplier<Device> device) {
    return new TestDevices(Optional::empty, device);
  }

  @Override
  public Optional<String> obstacle(Precision precision) {
    return obstacle.get();
  }

  @Override
  public Device open(Precision precision) {
    return device.get();
  }
}
