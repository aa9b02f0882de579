package io.lautum.data.read.idx;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header of an IDX file (LeCun, Cortes and Burges): two zero bytes, the type of the values, the
 * number of dimensions, and the size of each as a big-endian number of four bytes.
 *
 * @param sizes sizes of the dimensions; the first is the number of items, at least 1
 */
record IdxHeader(int type, int[] sizes) {
  static final int UNSIGNED_BYTE = 0x08;
  static final int INT = 0x0c;

  /** The files of images that are read, for messages. */
  static final String IMAGES =
      "unsigned bytes in 3 dimensions (images, rows, columns; magic number 0x00000803), or in 4"
          + " with 1 or 3 channels";

  private static final int MOST_DIMENSIONS = 4;
  private static final Map<Integer, String> TYPES =
      new TreeMap<>(
          Map.of(
              UNSIGNED_BYTE,
              "unsigned bytes",
              0x09,
              "signed bytes",
              0x0b,
              "16-bit integers",
              INT,
              "32-bit integers",
              0x0d,
              "32-bit floats",
              0x0e,
              "64-bit floats"));

  /**
   * Reads the header.
   *
   * @param expected type and dimensions that the file should have, for the message
   * @throws DataException if the file is not in the IDX format or has no items
   */
  static IdxHeader read(BinaryFile file, String expected) throws IOException {
    int magic = file.readInt("the magic number");
    int type = magic >> Byte.SIZE;
    int dimensions = magic & 0xff;
    if (!TYPES.containsKey(type) || dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new DataException(
          Text.format(
              "%s: offset 0: expected %s, found the magic number 0x%08x",
              file.path(), expected, magic));
    }
    int[] sizes = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      sizes[i] = file.readInt(what(i));
    }
    if (sizes[0] < 1) {
      throw new DataException(
          Text.format("%s: offset 4: expected at least 1 item, found %d", file.path(), sizes[0]));
    }
    return new IdxHeader(type, sizes);
  }

  private static String what(int dimension) {
    return switch (dimension) {
      case 0 -> "the number of items";
      case 1 -> "the number of rows";
      case 2 -> "the number of columns";
      default -> "the size of dimension " + (dimension + 1);
    };
  }

  int count() {
    return sizes[0];
  }

  int dimensions() {
    return sizes.length;
  }

  /** Returns the number of bytes before the first value. */
  int bytes() {
    return Integer.BYTES * (1 + sizes.length);
  }

  /** Returns type, number of dimensions and magic number as a message shows them. */
  String described() {
    return Text.format(
        "%s (type 0x%02x) in %d dimension%s, %s (magic number 0x%08x)",
        TYPES.get(type),
        type,
        sizes.length,
        sizes.length == 1 ? "" : "s",
        Arrays.toString(sizes),
        type << Byte.SIZE | sizes.length);
  }

  /**
   * Returns the shape of each image, channels first.
   *
   * @throws DataException if the file has no images of one or three channels of unsigned bytes
   */
  ImageShape imageShape(BinaryFile file) {
    boolean four = sizes.length == MOST_DIMENSIONS;
    if (type != UNSIGNED_BYTE || sizes.length < 3 || four && !channelsLast() && !channelsFirst()) {
      throw new DataException(
          Text.format("%s: offset 0: expected %s, found %s", file.path(), IMAGES, described()));
    }
    int first = four && !channelsLast() ? 2 : 1;
    int rows = sizes[first];
    int columns = sizes[first + 1];
    if (rows < 1 || columns < 1 || (long) rows * columns > ImageDecoder.MAX_PIXELS) {
      throw new DataException(
          Text.format(
              "%s: offset 8: expected rows and columns of 1 to %d pixels in all, found %d and %d",
              file.path(), ImageDecoder.MAX_PIXELS, rows, columns));
    }
    int channels = !four ? 1 : channelsLast() ? sizes[3] : sizes[1];
    return new ImageShape(channels, rows, columns);
  }

  /** Returns whether the values of a pixel's channels are adjacent. */
  boolean channelsLast() {
    return sizes.length == MOST_DIMENSIONS && isChannels(sizes[3]);
  }

  private boolean channelsFirst() {
    return sizes.length == MOST_DIMENSIONS && isChannels(sizes[1]);
  }

  private static boolean isChannels(int size) {
    return size == 1 || size == 3;
  }
}
