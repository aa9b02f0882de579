package io.lautum.network.engine.cudnn;

import java.io.Serializable;

/**
 * The properties of a device that determine the choice of algorithms and the bits of results.
 *
 * @param card model and architecture of the GPU
 * @param library name and version of the library that computes convolutions
 */
record DeviceIdentity(String card, String library) implements Serializable {
  @Override
  public String toString() {
    return card + ", " + library;
  }
}
