package io.lautum.data.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The formats of image files, recognised by the first bytes. JPEG's reader is the JDK's: that of
 * TwelveMonkeys adds lossless JPEG, but converts CMYK with a colour profile of the machine, so that
 * executors could differ.
 */
enum ImageFormat {
  PNG("\u0089PNG\r\n\u001a\n"),
  JPEG("\u00ff\u00d8\u00ff"),
  GIF("GIF8"),
  TIFF_LITTLE_ENDIAN("II*\0"),
  TIFF_BIG_ENDIAN("MM\0*"),
  WEBP("RIFF") {
    @Override
    boolean matches(byte[] file) {
      return super.matches(file)
          && file.length >= 20
          && new String(file, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP");
    }
  },
  BMP("BM") {
    /** Two letters say little, so the size of the second header must be one that exists. */
    @Override
    boolean matches(byte[] file) {
      return super.matches(file)
          && file.length >= 18
          && file[15] == 0
          && file[16] == 0
          && file[17] == 0
          && BMP_HEADERS.indexOf(file[14] & 0xff) >= 0;
    }
  };

  /** Names for messages. */
  static final String NAMES = "PNG, JPEG, WebP, BMP, GIF or TIFF";

  private static final String BMP_HEADERS = "\u000c\u0010\u0028\u0034\u0038\u0040\u006c\u007c";

  private final byte[] magic;

  ImageFormat(String magic) {
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns the format of a file; empty if it is none of these. */
  static Optional<ImageFormat> of(byte[] file) {
    return Arrays.stream(values()).filter(format -> format.matches(file)).findFirst();
  }

  boolean matches(byte[] file) {
    return file.length >= magic.length
        && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
  }

  /**
   * Returns whether the compression has a limit that a small file with a large image would exceed.
   * White pages of facsimiles and WebP images of one colour have none.
   */
  boolean isBounded() {
    return this != WEBP && this != TIFF_LITTLE_ENDIAN && this != TIFF_BIG_ENDIAN;
  }

  /** Creates a reader without the class path's registrations, which differ between executors. */
  ImageReader reader() {
    try {
      return switch (this) {
        case PNG -> bundled("com.sun.imageio.plugins.png.PNGImageReaderSpi");
        case JPEG -> bundled("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi");
        case GIF -> bundled("com.sun.imageio.plugins.gif.GIFImageReaderSpi");
        case TIFF_LITTLE_ENDIAN, TIFF_BIG_ENDIAN ->
            new TIFFImageReaderSpi().createReaderInstance(null);
        case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
        case BMP -> bundled("com.sun.imageio.plugins.bmp.BMPImageReaderSpi");
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageReader bundled(String provider) throws IOException {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance()
            .getServiceProviders(
                ImageReaderSpi.class, found -> found.getClass().getName().equals(provider), false);
    return providers.next().createReaderInstance();
  }
}
