package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatStreamTest {
  /** No value, one value, a full slice, a slice and one more value, and several slices. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 14, (1 << 14) + 1, 100_000})
  void arrivesBitForBit(int length) throws IOException {
    float[] values = new float[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      FloatStream.write(values, out);
      out.writeInt(7);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      float[] read = FloatStream.read(in);
      assertThat(bits(read)).isEqualTo(bits(values));
      assertThat(in.readInt()).isEqualTo(7);
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
