package io.lautum.data.image;

/**
 * Grey from colour: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), in the 16-bit fixed point of
 * Pillow's {@code convert("L")}, so that both give the same levels.
 */
final class Luma {
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;

  private Luma() {}

  static int of(int red, int green, int blue) {
    return RED * red + GREEN * green + BLUE * blue + (1 << 15) >> 16;
  }

  /** Returns the grey plane of three planes. */
  static byte[] of(byte[] colour) {
    int plane = colour.length / 3;
    byte[] grey = new byte[plane];
    for (int i = 0; i < plane; i++) {
      grey[i] = (byte) of(colour[i] & 0xff, colour[plane + i] & 0xff, colour[2 * plane + i] & 0xff);
    }
    return grey;
  }
}
