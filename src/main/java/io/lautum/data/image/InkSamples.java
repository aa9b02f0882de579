package io.lautum.data.image;

/** Conversion of four-channel samples, planes of cyan, magenta, yellow and black. */
final class InkSamples {
  private static final int LEVELS = 255;
  private static final int CENTRE = 128;

  private InkSamples() {}

  /** Returns planes in which 255 is full ink. */
  static byte[] plain(byte[] planes, EncodedImage.Ink ink) {
    int plane = planes.length / 4;
    byte[] plain = planes.clone();
    int inverted = 0;
    if (ink == EncodedImage.Ink.INVERTED_YCCK) {
      toRgb(plain, plane);
      // The transform of the stored, inverted inks starts from their complement.
      inverted = 3 * plane;
    }
    if (ink != EncodedImage.Ink.CMYK) {
      for (int i = inverted; i < plain.length; i++) {
        plain[i] = (byte) ~plain[i];
      }
    }
    return plain;
  }

  /**
   * Returns three planes of light without a colour profile: (255 − ink)(255 − black)/255, rounded.
   */
  static byte[] light(byte[] plain) {
    int plane = plain.length / 4;
    byte[] light = new byte[3 * plane];
    for (int i = 0; i < light.length; i++) {
      int black = LEVELS - (plain[3 * plane + i % plane] & 0xff);
      light[i] = (byte) (((LEVELS - (plain[i] & 0xff)) * black + LEVELS / 2) / LEVELS);
    }
    return light;
  }

  /** Converts luma and chroma of JFIF 1.02 to red, green and blue in place. */
  private static void toRgb(byte[] planes, int plane) {
    for (int i = 0; i < plane; i++) {
      int luma = planes[i] & 0xff;
      int blue = (planes[plane + i] & 0xff) - CENTRE;
      int red = (planes[2 * plane + i] & 0xff) - CENTRE;
      planes[i] = level(luma + 1.402 * red);
      planes[plane + i] = level(luma - 0.344136 * blue - 0.714136 * red);
      planes[2 * plane + i] = level(luma + 1.772 * blue);
    }
  }

  private static byte level(double value) {
    return (byte) Math.max(0, Math.min(LEVELS, Math.round(value)));
  }
}
