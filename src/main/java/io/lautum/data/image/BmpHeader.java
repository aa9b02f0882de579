package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The headers of a BMP file. */
final class BmpHeader {
  private static final int PIXELS_AT = 10;
  private static final int CORE_BYTES = 12;
  private static final int CORE_HEADERS_BYTES = 26;
  private static final int HEADERS_BYTES = 34;
  private static final int BIT_FIELDS = 3;

  private BmpHeader() {}

  /**
   * Checks that the pixels start within the file, because the reader allocates a palette up to
   * there, and that uncompressed rows are complete.
   *
   * @param path the file's path, for messages
   * @throws DataException if they are not
   */
  static EncodedImage parse(String path, byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long pixels = Integer.toUnsignedLong(in.getInt(PIXELS_AT));
    boolean core = in.getInt(14) == CORE_BYTES;
    if (pixels >= file.length || file.length < (core ? CORE_HEADERS_BYTES : HEADERS_BYTES)) {
      throw damaged(path, Text.format("pixels within %d bytes", file.length), "offset " + pixels);
    }
    long width = core ? in.getShort(18) & 0xffff : in.getInt(18);
    long height = core ? in.getShort(20) & 0xffff : Math.abs((long) in.getInt(22));
    long bits = in.getShort(core ? 24 : 28);
    int compression = core ? 0 : in.getInt(30);
    if (compression == 0 || compression == BIT_FIELDS) {
      long row = (Math.max(0, width) * bits + 31) / 32 * 4;
      long rows = row == 0 ? height : (file.length - pixels) / row;
      if (rows < height) {
        throw damaged(path, height + " rows", rows + " rows");
      }
    }
    return EncodedImage.of(file, Orientation.UPRIGHT, List.of());
  }

  private static DataException damaged(String path, String expected, String found) {
    return EncodedImage.damaged(path, PIXELS_AT, expected, found);
  }
}
