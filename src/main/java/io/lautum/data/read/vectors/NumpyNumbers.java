package io.lautum.data.read.vectors;

import io.lautum.Text;
import io.lautum.data.read.npz.NpyHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers in the bytes of numpy's arrays. */
final class NumpyNumbers {
  private NumpyNumbers() {}

  /** Returns a whole number exactly; a double would merge labels beyond 2^53. */
  static String whole(NpyHeader header, byte[] bytes) {
    return switch (header.type()) {
      case "i8" -> Long.toString(buffer(header, bytes).getLong());
      case "u8" -> Long.toUnsignedString(buffer(header, bytes).getLong());
      default -> Text.format("%.0f", value(header, bytes, 0));
    };
  }

  private static ByteBuffer buffer(NpyHeader header, byte[] bytes) {
    return ByteBuffer.wrap(bytes)
        .order(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the number that starts at an offset. */
  static double value(NpyHeader header, byte[] bytes, int at) {
    ByteBuffer buffer = buffer(header, bytes);
    return switch (header.type()) {
      case "f2" -> half(buffer.getShort(at));
      case "f4" -> buffer.getFloat(at);
      case "f8" -> buffer.getDouble(at);
      case "i8" -> buffer.getLong(at);
      case "u8" -> unsigned(buffer.getLong(at));
      case "i4" -> buffer.getInt(at);
      case "u4" -> Integer.toUnsignedLong(buffer.getInt(at));
      case "i2" -> buffer.getShort(at);
      case "u2" -> Short.toUnsignedInt(buffer.getShort(at));
      case "u1", "b1" -> Byte.toUnsignedInt(buffer.get(at));
      default -> buffer.get(at);
    };
  }

  /** Returns a number of IEEE 754's binary16. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        exponent == 0x1f
            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
            : exponent == 0
                ? Math.scalb((double) fraction, -24)
                : Math.scalb(0x400 + (double) fraction, exponent - 25);
    return bits < 0 ? -magnitude : magnitude;
  }

  private static double unsigned(long bits) {
    // The lowest bit is kept, so that the half rounds as the whole number does.
    return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
  }
}
