package io.lautum.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * Lets a reader decode colours into an image with the order red, green, blue. The default order,
 * blue, green, red, would make the reader of JPEG files move each sample alone instead of copying
 * whole rows.
 */
final class RgbDestination {
  private static final ImageTypeSpecifier RGB =
      ImageTypeSpecifier.createInterleaved(
          ColorSpace.getInstance(ColorSpace.CS_sRGB),
          new int[] {0, 1, 2},
          DataBuffer.TYPE_BYTE,
          false,
          false);

  private RgbDestination() {}

  /** Sets the destination, unless the reader would decode other samples than those of sRGB. */
  static void set(ImageReader reader, ImageReadParam parameters, int height, int width)
      throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (types.hasNext() && isRgb(types.next())) {
      parameters.setDestination(RGB.createBufferedImage(width, height));
    }
  }

  private static boolean isRgb(ImageTypeSpecifier type) {
    return type.getNumBands() == RGB.getNumBands()
        && type.getColorModel().getColorSpace().isCS_sRGB();
  }
}
