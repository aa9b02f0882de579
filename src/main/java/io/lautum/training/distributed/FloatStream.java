package io.lautum.training.distributed;

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;

/**
 * Writes long float arrays to Java's object streams as slices of bytes. Java's own serialisation
 * writes element by element, which takes three times as long.
 */
final class FloatStream {
  private static final int SLICE = 1 << 14;

  private FloatStream() {}

  static void write(float[] values, ObjectOutput out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(SLICE, values.length) * Float.BYTES);
    for (int at = 0; at < values.length; at += SLICE) {
      int length = Math.min(SLICE, values.length - at);
      bytes.asFloatBuffer().put(values, at, length);
      out.write(bytes.array(), 0, length * Float.BYTES);
    }
  }

  static float[] read(ObjectInput in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(SLICE, values.length) * Float.BYTES);
    for (int at = 0; at < values.length; at += SLICE) {
      int length = Math.min(SLICE, values.length - at);
      in.readFully(bytes.array(), 0, length * Float.BYTES);
      bytes.asFloatBuffer().get(values, at, length);
    }
    return values;
  }
}
