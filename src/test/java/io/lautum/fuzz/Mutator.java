package io.lautum.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages inputs randomly and like an attacker. The same seed gives the same inputs. */
final class Mutator {
  private static final int MOST_CHANGES = 4;
  private static final int LONGEST_RUN = 64;
  private static final int MAX_BYTES = 1 << 20;

  private static final int[] EXTREMES = {
    Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1, 0x7fffff00, 1 << 24, 1 << 16, 255
  };

  private static final List<String> TOKENS =
      List.of(
          "null",
          "-1",
          "0",
          "1e999999999",
          "99999999999999999999",
          "2147483647",
          "NaN",
          "{}",
          "[]",
          "\"\"",
          "../",
          "/",
          "\u0000",
          "\u001b[2J",
          "${a}",
          "\"@class\":\"java.lang.Object\"",
          "[[",
          "{\"a\":",
          ",",
          "\n",
          "\ud83d\ude00",
          "-0.0",
          "true");

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns one of the inputs with one to four changes. */
  byte[] next(List<byte[]> inputs) {
    byte[] input = pick(inputs).clone();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = changed(input, inputs);
    }
    return input.length > MAX_BYTES ? Arrays.copyOf(input, MAX_BYTES) : input;
  }

  private byte[] changed(byte[] input, List<byte[]> inputs) {
    int at = random.nextInt(input.length + 1);
    int run = Math.min(input.length - at, 1 + random.nextInt(LONGEST_RUN));
    switch (random.nextInt(9)) {
      case 0:
        return overwritten(input, at, new byte[] {(byte) random.nextInt(256)});
      case 1:
        return flipped(input, at);
      case 2:
        return overwritten(input, at, number());
      case 3:
        return spliced(input, at, run, new byte[0]);
      case 4:
        return spliced(input, at, 0, Arrays.copyOfRange(input, at, at + run));
      case 5:
        return Arrays.copyOf(input, at);
      case 6:
        byte[] other = pick(inputs);
        int from = random.nextInt(other.length + 1);
        return spliced(input, at, input.length - at, Arrays.copyOfRange(other, from, other.length));
      case 7:
        return spliced(input, at, random.nextInt(3), token());
      default:
        byte[] noise = new byte[1 + random.nextInt(LONGEST_RUN)];
        random.nextBytes(noise);
        return overwritten(input, at, noise);
    }
  }

  private byte[] pick(List<byte[]> inputs) {
    return inputs.get(random.nextInt(inputs.size()));
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] number() {
    ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int value = EXTREMES[random.nextInt(EXTREMES.length)];
    return random.nextBoolean()
        ? ByteBuffer.allocate(Integer.BYTES).order(order).putInt(value).array()
        : ByteBuffer.allocate(Long.BYTES).order(order).putLong((long) value << 31).array();
  }

  private byte[] flipped(byte[] input, int at) {
    if (at < input.length) {
      input[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return input;
  }

  private static byte[] overwritten(byte[] input, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, input, at, Math.min(bytes.length, input.length - at));
    return input;
  }

  private static byte[] spliced(byte[] input, int at, int removed, byte[] added) {
    int rest = Math.max(0, input.length - at - removed);
    byte[] result = Arrays.copyOf(input, at + added.length + rest);
    System.arraycopy(added, 0, result, at, added.length);
    System.arraycopy(input, input.length - rest, result, at + added.length, rest);
    return result;
  }
}
