package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.nio.ByteBuffer;

/**
 * The header of a PNG file (ISO/IEC 15948, 11.2.2).
 *
 * @param colourType 0 and 4 for grey, 2 and 6 for colour, 3 for a palette
 */
record PngHeader(int height, int width, int colourType) {
  private static final int WIDTH_AT = 16;
  private static final int HEIGHT_AT = 20;
  private static final int COLOUR_TYPE_AT = 25;
  private static final int PALETTE = 3;

  /** The bit of colour types that stands for red, green and blue. */
  private static final int COLOUR = 2;

  /**
   * Reads the header of a file.
   *
   * @throws DataException if the file ends before
   */
  static PngHeader of(String path, byte[] file) {
    if (file.length <= COLOUR_TYPE_AT) {
      throw EncodedImage.damaged(path, 0, "a header", Text.format("%d bytes", file.length));
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    return new PngHeader(in.getInt(HEIGHT_AT), in.getInt(WIDTH_AT), file[COLOUR_TYPE_AT]);
  }

  boolean hasPalette() {
    return colourType == PALETTE;
  }

  /** Returns the number of channels of an image without palette. */
  int channels() {
    return (colourType & COLOUR) == 0 ? 1 : 3;
  }
}
