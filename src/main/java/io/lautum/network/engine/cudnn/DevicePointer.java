package io.lautum.network.engine.cudnn;

import org.bytedeco.javacpp.FloatPointer;

/**
 * The address of a buffer for native functions. Its position is always 0: JavaCPP adds a position
 * in bytes to an untyped pointer, and in elements to a typed one.
 */
final class DevicePointer extends FloatPointer {
  DevicePointer(Buffer buffer) {
    address = buffer.address();
  }
}
