package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.ImageFixture;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatTest {
  /** Red, green, blue / (10, 20, 30), (40, 50, 60) and a transparent pixel; lossless. */
  private static final String LOSSLESS_WEBP =
      "UklGRkYAAABXRUJQVlA4TDkAAAAvAkAAEC9AmG20Odx7/panISQgdB/8f4kg22YXqb/lBQRF/o8W8M94JkUJCtlGgEP3Cp"
          + "zSRfQ/hhcA";

  /** 16 x 16 pixels of (200, 100, 50). */
  private static final String LOSSY_WEBP =
      "UklGRj4AAABXRUJQVlA4IDIAAADQAQCdASoQABAAAMASJaACdLoB+AADsAD+2ib/7vN+09e09f1M//jKnyA/4yp/xcwAAA==";

  private final ImageDecoder decoder = new ImageDecoder();

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void shapeIsThatOfTheDecodedImage(String format) {
    for (int type :
        new int[] {
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY
        }) {
      byte[] file = ImageFixture.encode(new BufferedImage(7, 5, type), format);
      assertThat(decoder.shape("x", file)).isEqualTo(decoder.decode("x", file).shape());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "tiff"})
  void greyIsExact(String format) {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    ImageFixture.fill(image, 40);
    DecodedImage decoded = decoder.decode("x", ImageFixture.encode(image, format));
    assertThat(decoded)
        .usingRecursiveComparison()
        .isEqualTo(
            new DecodedImage(new ImageShape(1, 2, 3), ImageFixture.pixels(1, 40), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void colourIsExact(String format) {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
    ImageFixture.fill(image, 40);
    assertThat(decoder.decode("x", ImageFixture.encode(image, format)).pixels())
        .isEqualTo(ImageFixture.pixels(3, 40));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "PackBits", "ZLib", "Deflate"})
  void compressedTiffIsExact(String compression) {
    BufferedImage image = ImageFiles.gradient(60, 40);
    assertThat(decoder.decode("x", ImageFiles.tiff(image, compression)).pixels())
        .isEqualTo(decoder.decode("x", ImageFixture.encode(image, "png")).pixels());
  }

  @Test
  void losslessWebpIsExact() {
    DecodedImage image = decoder.decode("x", Base64.getDecoder().decode(LOSSLESS_WEBP));
    assertThat(image.shape()).isEqualTo(new ImageShape(3, 2, 3));
    assertThat(image.pixels())
        .containsExactly(255, 0, 0, 10, 40, 255, 0, 255, 0, 20, 50, 255, 0, 0, 255, 30, 60, 255);
  }

  @Test
  void lossyWebpIsClose() {
    DecodedImage image = decoder.decode("x.jpg", Base64.getDecoder().decode(LOSSY_WEBP));
    assertThat(image.shape()).isEqualTo(new ImageShape(3, 16, 16));
    int[] colour = {200, 100, 50};
    for (int i = 0; i < image.pixels().length; i++) {
      assertThat(image.pixels()[i] & 0xff).isBetween(colour[i / 256] - 4, colour[i / 256] + 4);
    }
  }

  @Test
  void interlacedPngIsExact() {
    BufferedImage image = ImageFiles.gradient(21, 13);
    assertThat(decoder.decode("x", ImageFiles.progressive(image, "png")).pixels())
        .isEqualTo(decoder.decode("x", ImageFixture.encode(image, "png")).pixels());
  }

  /** Java's writer interlaces. Images of up to four rows lack one or more of the four passes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 17})
  void paletteOfAGifIsExact(int height) {
    byte[] levels = new byte[256];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (37 * i);
    }
    byte[] other = new byte[256];
    BufferedImage image =
        new BufferedImage(
            13,
            height,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 256, levels, other, levels));
    byte[] expected = new byte[3 * 13 * height];
    for (int i = 0; i < 13 * height; i++) {
      image.getRaster().setSample(i % 13, i / 13, 0, i & 0xff);
      expected[i] = levels[i & 0xff];
      expected[2 * 13 * height + i] = levels[i & 0xff];
    }
    assertThat(decoder.decode("x", ImageFixture.encode(image, "gif")).pixels()).isEqualTo(expected);
  }

  @Test
  void progressiveJpegEqualsBaseline() {
    BufferedImage image = ImageFiles.gradient(70, 50);
    assertThat(decoder.decode("x", ImageFiles.progressive(image, "jpeg")).pixels())
        .isEqualTo(decoder.decode("x", ImageFixture.encode(image, "jpeg")).pixels());
  }

  /** Each file is cut at 20 places; nothing of an image may be made up. */
  @Test
  void cutFilesAreRejected() {
    List<byte[]> files = new ArrayList<>();
    for (String format : List.of("png", "jpeg", "bmp", "gif", "tiff")) {
      files.add(ImageFixture.encode(ImageFiles.gradient(50, 40), format));
    }
    files.add(ImageFiles.progressive(ImageFiles.gradient(50, 40), "jpeg"));
    files.add(ImageFiles.tiff(ImageFiles.gradient(50, 40), "LZW"));
    files.add(Base64.getDecoder().decode(LOSSLESS_WEBP));
    files.add(Base64.getDecoder().decode(LOSSY_WEBP));
    for (byte[] file : files) {
      for (int part = 0; part < 20; part++) {
        byte[] cut = Arrays.copyOf(file, part * (file.length - 12) / 20);
        assertThatThrownBy(() -> decoder.decode("x/y", cut))
            .as("%s cut to %d of %d", ImageFormat.of(file), cut.length, file.length)
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("x/y: ");
      }
    }
  }

  @Test
  void textBitmapNamesAndEmptyFilesAreNotImages() {
    for (String text : List.of("", "hello", "BM is a text", "RIFF1234AVI ", "GIF", "II+\0")) {
      assertThat(ImageFormat.of(ImageFiles.ascii(text))).as(text).isEmpty();
    }
    assertThatThrownBy(() -> decoder.decode("x", new byte[0]))
        .hasMessage(
            "x: offset 0: expected the first bytes of a PNG, JPEG, WebP, BMP, GIF or TIFF image,"
                + " found an empty file");
  }

  @Test
  void readersAreThoseOfTheJdkAndOfTwelveMonkeys() {
    for (ImageFormat format : ImageFormat.values()) {
      String name = format.reader().getClass().getName();
      boolean ours = format == ImageFormat.WEBP || format.name().startsWith("TIFF");
      assertThat(name).startsWith(ours ? "com.twelvemonkeys." : "com.sun.imageio.");
    }
  }
}
