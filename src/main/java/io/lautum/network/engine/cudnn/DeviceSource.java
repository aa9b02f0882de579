package io.lautum.network.engine.cudnn;

import io.lautum.network.step.Precision;
import java.util.Optional;

/** The devices of this process. */
interface DeviceSource {
  /**
   * Returns the reason why this thread has no device that computes with a precision; empty if it
   * has one. Throws nothing.
   */
  Optional<String> obstacle(Precision precision);

  /**
   * Opens the device of the thread's task.
   *
   * @throws io.lautum.UserException if its memory is exhausted
   */
  Device open(Precision precision);

  /** Returns the UUID of the device of the thread's task; empty if the thread has no device. */
  default Optional<String> uuid() {
    return Optional.empty();
  }
}
