package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.List;

/**
 * An image file whose structure is checked, in the form in which a reader decodes it: metadata that
 * a reader could unpack without limit are removed and stand in the other fields.
 *
 * @param bytes the file for the reader
 * @param orientation EXIF orientation
 * @param profile bytes of the embedded ICC profile; null without one
 * @param significantBits bits of the samples that carry information, if the file states them;
 *     otherwise 0
 * @param ink how the samples of four channels encode colour
 * @param warnings faults that cost no row of the image
 * @param layout what the reader's pixels are of the image
 */
record EncodedImage(
    byte[] bytes,
    Orientation orientation,
    byte[] profile,
    int significantBits,
    Ink ink,
    List<String> warnings,
    PixelLayout layout) {

  EncodedImage {
    warnings = List.copyOf(warnings);
  }

  EncodedImage(
      byte[] bytes,
      Orientation orientation,
      byte[] profile,
      int significantBits,
      Ink ink,
      List<String> warnings) {
    this(bytes, orientation, profile, significantBits, ink, warnings, PixelLayout.PLAIN);
  }

  /** Creates an image without profile whose samples of four channels would be plain CMYK. */
  static EncodedImage of(byte[] bytes, Orientation orientation, List<String> warnings) {
    return new EncodedImage(bytes, orientation, null, 0, Ink.CMYK, warnings);
  }

  /** Returns the error of a file that has lost a part of its image. */
  static DataException damaged(String path, int offset, String expected, String found) {
    return new DataException(
        Text.format(
            "%s: offset %d: expected an intact image, %s, found %s",
            path, offset, expected, found));
  }

  /** Encodings of four-channel samples. */
  enum Ink {
    /** 255 is full ink. */
    CMYK,
    /** 0 is full ink, as programs of Adobe write JPEG files. */
    INVERTED_CMYK,
    /** Luma, two chroma channels and black, of {@link #INVERTED_CMYK}. */
    INVERTED_YCCK
  }
}
