package io.lautum.data.image;

/** The meaning of the components of a JPEG file, which its frame and its metadata state. */
record JpegColours(JpegFrame frame, JpegMetadata metadata) {
  private static final byte[] JFIF = {
    (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };
  private static final byte[] ADOBE_WITHOUT_TRANSFORM = {
    (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  /** Returns the segment that tells the decoder whether the components are YCbCr. */
  byte[] marker() {
    return isTransformed() && frame.channels() < 4 ? JFIF : ADOBE_WITHOUT_TRANSFORM;
  }

  /** Returns the meaning of four components. */
  EncodedImage.Ink ink() {
    if (isTransformed()) {
      return EncodedImage.Ink.INVERTED_YCCK;
    }
    return metadata.transform() >= 0 ? EncodedImage.Ink.INVERTED_CMYK : EncodedImage.Ink.CMYK;
  }

  private boolean isTransformed() {
    return frame.channels() == 1
        || (frame.channels() == 3
            ? metadata.isJfif()
                || metadata.transform() > 0
                || metadata.transform() < 0 && !frame.isNamedRgb()
            : metadata.transform() > 0);
  }
}
