package io.lautum.data.prepare;

import io.lautum.data.read.Example;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Several examples in a few arrays. Storing and shuffling a block costs only a copy; one object per
 * example would take more memory than the pixels.
 *
 * @param ids ids of the examples
 * @param labels labels of the examples
 * @param names names of the examples; null if they have none
 * @param pixels pixels of all images, one image after the other
 */
record ExampleBlock(long[] ids, int[] labels, String[] names, byte[] pixels)
    implements Serializable {
  /** Bytes of pixels in a full block, unless a single image is larger. */
  static final int BYTES = 1 << 18;

  int size() {
    return ids.length;
  }

  /** Returns the example at a position; its pixels are a copy. */
  Example example(int position) {
    return new Example(
        ids[position], labels[position], image(position), names == null ? null : names[position]);
  }

  /** Returns a copy of the pixels of one image. */
  byte[] image(int position) {
    int bytes = pixels.length / ids.length;
    return Arrays.copyOfRange(pixels, position * bytes, (position + 1) * bytes);
  }

  /** Returns a hash of the pixels of one image. */
  long pixelHash(int position) {
    int bytes = pixels.length / ids.length;
    return MurmurHash3.hash128x64(pixels, position * bytes, bytes, 0)[0];
  }

  /** Returns the same block with ids and labels only. */
  ExampleBlock withoutPixels() {
    return new ExampleBlock(ids, labels, null, new byte[0]);
  }

  /**
   * Returns the same examples with consecutive ids, as if the missing ones had never been given.
   *
   * @param missing ids that no example has, ascending
   */
  ExampleBlock renumbered(long[] missing) {
    if (missing.length == 0) {
      return this;
    }
    long[] numbers =
        Arrays.stream(ids).map(id -> id + Arrays.binarySearch(missing, id) + 1).toArray();
    return new ExampleBlock(numbers, labels, names, pixels);
  }

  /** Returns the examples at the given positions, at least one. */
  ExampleBlock of(List<Integer> positions) {
    int bytes = pixels.length / ids.length;
    Builder chosen = new Builder(positions.size());
    for (int position : positions) {
      String name = names == null ? null : names[position];
      chosen.add(ids[position], labels[position], name, pixels, position * bytes, bytes);
    }
    return chosen.build();
  }

  /**
   * Serialises to the form that {@link #fromBytes} reads: number of examples, ids, labels, length
   * of the names, names separated by zeros, and pixels.
   */
  byte[] toBytes() {
    byte[] text =
        names == null ? new byte[0] : String.join("\0", names).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(
            2 * Integer.BYTES
                + size() * (Long.BYTES + Integer.BYTES)
                + text.length
                + pixels.length);
    bytes.putInt(size());
    for (long id : ids) {
      bytes.putLong(id);
    }
    for (int label : labels) {
      bytes.putInt(label);
    }
    return bytes.putInt(text.length).put(text).put(pixels).array();
  }

  static ExampleBlock fromBytes(byte[] block) {
    ByteBuffer bytes = ByteBuffer.wrap(block);
    int size = bytes.getInt();
    long[] ids = new long[size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      ids[i] = bytes.getLong();
    }
    for (int i = 0; i < size; i++) {
      labels[i] = bytes.getInt();
    }
    byte[] text = new byte[bytes.getInt()];
    bytes.get(text);
    byte[] pixels = new byte[bytes.remaining()];
    bytes.get(pixels);
    // No file has a name with a zero in it, or without characters.
    String[] names =
        text.length == 0 ? null : new String(text, StandardCharsets.UTF_8).split("\0", -1);
    return new ExampleBlock(ids, labels, names, pixels);
  }

  /** Returns blocks of consecutive examples, each created on demand. */
  static Iterator<ExampleBlock> of(Iterator<Example> examples) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return examples.hasNext();
      }

      @Override
      public ExampleBlock next() {
        if (!examples.hasNext()) {
          throw new NoSuchElementException();
        }
        Example first = examples.next();
        Builder block = new Builder(Math.max(1, BYTES / first.pixels().length));
        block.add(first);
        while (!block.isFull() && examples.hasNext()) {
          block.add(examples.next());
        }
        return block.build();
      }
    };
  }

  /** Collects the examples of one block. */
  static final class Builder {
    private final long[] ids;
    private final int[] labels;
    private final String[] names;
    private byte[] pixels;
    private int size;

    /**
     * @param capacity maximum number of examples, at least 1
     */
    Builder(int capacity) {
      ids = new long[capacity];
      labels = new int[capacity];
      names = new String[capacity];
    }

    void add(Example example) {
      byte[] image = example.pixels();
      add(example.id(), example.label(), example.name(), image, 0, image.length);
    }

    /**
     * Adds an example whose image is the {@code bytes} bytes of {@code image} starting at {@code
     * from}.
     */
    void add(long id, int label, String name, byte[] image, int from, int bytes) {
      if (pixels == null) {
        pixels = new byte[Math.multiplyExact(ids.length, bytes)];
      }
      ids[size] = id;
      labels[size] = label;
      names[size] = name;
      System.arraycopy(image, from, pixels, size * bytes, bytes);
      size++;
    }

    boolean isFull() {
      return size == ids.length;
    }

    ExampleBlock build() {
      String[] known = size == 0 || names[0] == null ? null : Arrays.copyOf(names, size);
      return isFull()
          ? new ExampleBlock(ids, labels, known, pixels)
          : new ExampleBlock(
              Arrays.copyOf(ids, size),
              Arrays.copyOf(labels, size),
              known,
              Arrays.copyOf(pixels, pixels.length / ids.length * size));
    }
  }
}
