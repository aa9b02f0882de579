package io.lautum.data.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The first directory of TIFF data (TIFF 6.0, section 2), which is also the format of EXIF. No
 * other directory is visited, so that neither loops nor depth cost anything.
 */
final class TiffDirectory {
  static final int ORIENTATION = 274;

  /** Bytes per value by type number: byte, ASCII, short, long, rational, and the signed types. */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private static final int ENTRY_BYTES = 12;
  private static final int FIRST_PRIVATE_TAG = 1 << 15;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final ByteBuffer data;
  private final int entries;
  private final int at;
  private final Map<Integer, Integer> offsets = new HashMap<>();

  private TiffDirectory(ByteBuffer data, int at) {
    this.data = data;
    this.at = at;
    entries = Short.toUnsignedInt(data.getShort(at));
    for (int i = 0; i < entries; i++) {
      int entry = at + Short.BYTES + i * ENTRY_BYTES;
      data.getInt(entry + ENTRY_BYTES - Integer.BYTES);
      offsets.putIfAbsent(Short.toUnsignedInt(data.getShort(entry)), entry);
    }
  }

  /** Reads the first directory; empty if the data do not contain it completely. */
  static Optional<TiffDirectory> parse(byte[] tiff) {
    ByteBuffer data = ByteBuffer.wrap(tiff);
    if (tiff.length < 8 || tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) {
      return Optional.empty();
    }
    data.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = data.getInt(4);
    if (data.getShort(2) != 42 || at < 8 || at > tiff.length - Short.BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TiffDirectory(data, at));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Returns the orientation that EXIF data state; upright if they state none. */
  static Orientation orientation(byte[] exif) {
    return parse(exif).map(TiffDirectory::orientation).orElse(Orientation.UPRIGHT);
  }

  Orientation orientation() {
    return Orientation.of((int) value(ORIENTATION, 1));
  }

  /** Returns the first value of a tag of type short or long, or {@code absent}. */
  long value(int tag, long absent) {
    long[] values = values(tag);
    return values == null || values.length == 0 ? absent : values[0];
  }

  /**
   * Returns the values of a tag of type short or long; null if the tag is absent, has another type
   * or lies outside of the data.
   */
  long[] values(int tag) {
    Integer entry = offsets.get(tag);
    if (entry == null) {
      return null;
    }
    int type = Short.toUnsignedInt(data.getShort(entry + 2));
    if (type != SHORT && type != LONG || !isInside(entry)) {
      return null;
    }
    long[] values = new long[data.getInt(entry + 4)];
    int from = valueOffset(entry);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          type == SHORT
              ? Short.toUnsignedLong(data.getShort(from + i * Short.BYTES))
              : Integer.toUnsignedLong(data.getInt(from + i * Integer.BYTES));
    }
    return values;
  }

  /** Returns the bytes of a tag; null if the tag is absent or lies outside of the data. */
  byte[] bytes(int tag) {
    Integer entry = offsets.get(tag);
    if (entry == null || !isInside(entry)) {
      return null;
    }
    byte[] bytes = new byte[(int) valueBytes(entry)];
    data.get(valueOffset(entry), bytes);
    return bytes;
  }

  /** Returns a tag of TIFF 6.0 whose value lies outside of the data; empty if there is none. */
  OptionalInt outside() {
    return offsets.keySet().stream()
        .mapToInt(Integer::intValue)
        .filter(tag -> tag < FIRST_PRIVATE_TAG && !isInside(offsets.get(tag)))
        .min();
  }

  /** Returns the number of bytes of all values of the directory. */
  long valueBytes() {
    long sum = 0;
    for (int i = 0; i < entries; i++) {
      sum += valueBytes(at + Short.BYTES + i * ENTRY_BYTES);
    }
    return sum;
  }

  /** Invalidates a tag in the data, so that readers skip it. */
  void remove(int tag) {
    for (int i = 0; i < entries; i++) {
      int entry = at + Short.BYTES + i * ENTRY_BYTES;
      if (Short.toUnsignedInt(data.getShort(entry)) == tag) {
        data.putShort(entry + 2, (short) 0);
      }
    }
    offsets.remove(tag);
  }

  /** Makes the directory the last one of the data. */
  void removeSuccessors() {
    int next = at + Short.BYTES + entries * ENTRY_BYTES;
    if (next <= data.capacity() - Integer.BYTES) {
      data.putInt(next, 0);
    }
  }

  private long valueBytes(int entry) {
    int type = Short.toUnsignedInt(data.getShort(entry + 2));
    return type < TYPE_BYTES.length
        ? TYPE_BYTES[type] * Integer.toUnsignedLong(data.getInt(entry + 4))
        : 0;
  }

  private int valueOffset(int entry) {
    return valueBytes(entry) <= Integer.BYTES ? entry + 8 : data.getInt(entry + 8);
  }

  private boolean isInside(int entry) {
    int from = valueOffset(entry);
    return from >= 0 && from + valueBytes(entry) <= data.capacity();
  }
}
