package io.lautum.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Vectors of features as the bytes of an example. */
public final class FloatVector {
  private FloatVector() {}

  /** Returns the shape of vectors: a channel per feature, which is normalised alone. */
  public static ImageShape shape(int features) {
    return new ImageShape(features, 1, 1);
  }

  /** Returns a vector's bytes: four per feature, little-endian. */
  public static byte[] bytes(float[] values) {
    ByteBuffer buffer = buffer(new byte[values.length * Float.BYTES]);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** Returns the feature at a position. */
  static float value(byte[] bytes, int position) {
    return buffer(bytes).getFloat(position * Float.BYTES);
  }

  /** Returns the features of a vector that starts at an offset in bytes. */
  public static void read(byte[] bytes, int offset, float[] values) {
    buffer(bytes).position(offset).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
