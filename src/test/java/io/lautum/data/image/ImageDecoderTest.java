package io.lautum.data.image;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.ImageFixture.encode;
import static io.lautum.data.read.ImageFixture.encoded;
import static io.lautum.data.read.ImageFixture.grey;
import static io.lautum.data.read.ImageFixture.palette;
import static io.lautum.data.read.ImageFixture.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.ImageFixture;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
  private static final ImageShape GREY = new ImageShape(1, 2, 3);
  private static final ImageShape RGB = new ImageShape(3, 2, 3);

  private final ImageDecoder decoder = new ImageDecoder();

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void colourPngIsExactAndPlanar() {
    assertThat(decoder.shape("a", colour(10))).isEqualTo(RGB);
    assertThat(fitted("a", colour(10), RGB)).isEqualTo(pixels(3, 10));
  }

  @Test
  void greySamplesAreNotGammaCorrected() {
    assertThat(decoder.shape("a", grey(100))).isEqualTo(GREY);
    assertThat(fitted("a", grey(100), GREY)).isEqualTo(pixels(1, 100));
  }

  @Test
  void greyInAColourDatasetIsRepeated() {
    byte[] expected = new byte[18];
    for (int i = 0; i < 18; i++) {
      expected[i] = (byte) (100 + i % 6);
    }
    assertThat(fitted("a", grey(100), RGB)).isEqualTo(expected);
  }

  @Test
  void alphaIsComposedOverTheBackground() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0xff112233);
    image.setRGB(1, 0, 0x33ff0000);
    byte[] file = encode(image, "png");

    byte[] onWhite = fitted("a", file, RGB);
    assertThat(new byte[] {onWhite[0], onWhite[6], onWhite[12]}).containsExactly(0x11, 0x22, 0x33);
    // 20 % of red and 80 % of white.
    assertThat(new byte[] {onWhite[1], onWhite[7], onWhite[13]}).containsExactly(255, 204, 204);
    assertThat(onWhite[2]).isEqualTo((byte) 255);
    try (ImageDecoder onBlue = new ImageDecoder(new Background(0, 0, 100))) {
      byte[] pixels = fitted(onBlue, "a", file, RGB);
      assertThat(new byte[] {pixels[1], pixels[7], pixels[13]}).containsExactly(51, 0, 80);
      assertThat(new byte[] {pixels[2], pixels[8], pixels[14]}).containsExactly(0, 0, 100);
    }
  }

  @Test
  void transparentPaletteIsComposed() {
    IndexColorModel palette =
        new IndexColorModel(
            8, 2, new byte[] {0, 9}, new byte[] {0, 9}, new byte[] {0, 9}, new byte[] {0, -1});
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSample(1, 1, 0, 1);

    assertThat(fitted("a", encode(image, "png"), GREY)).containsExactly(255, 255, 255, 255, 9, 255);
  }

  @Test
  void colourPaletteIsResolved() {
    byte[] red = {1, 2, 3, 4, 5, (byte) 250};
    byte[] green = {11, 12, 13, 14, 15, 16};
    byte[] blue = {21, 22, 23, 24, 25, 26};
    byte[] expected = Arrays.copyOf(red, 18);
    System.arraycopy(green, 0, expected, 6, 6);
    System.arraycopy(blue, 0, expected, 12, 6);

    assertThat(decoder.shape("a", palette(red, green, blue))).isEqualTo(RGB);
    assertThat(fitted("a", palette(red, green, blue), RGB)).isEqualTo(expected);
  }

  @Test
  void greyPaletteHasOneChannel() {
    byte[] levels = {1, 2, 3, 4, 5, (byte) 250};

    assertThat(decoder.shape("a", palette(levels, levels, levels))).isEqualTo(GREY);
    assertThat(fitted("a", palette(levels, levels, levels), GREY)).isEqualTo(levels);
  }

  @Test
  void bilevelPngIsBlackAndWhite() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(2, 0, 0xffffff);

    assertThat(fitted("a", encode(image, "png"), GREY)).containsExactly(0, 0, -1, 0, 0, 0);
  }

  @Test
  void jpegIsRecognisedByContent() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, 0xc86432);
    }
    byte[] file = encode(image, "jpeg");

    assertThat(decoder.shape("a.png", file)).isEqualTo(RGB);
    byte[] decoded = fitted("a.png", file, RGB);
    for (int i = 0; i < 18; i++) {
      assertThat(decoded[i] & 0xff).isBetween(new int[] {198, 98, 48}[i / 6], 202 - i / 6 * 50);
    }
    assertThat(decoder.shape("a", encoded("jpeg", BufferedImage.TYPE_BYTE_GRAY, 7)))
        .isEqualTo(GREY);
  }

  @Test
  void textIsNotAnImage() {
    fails(
        () -> fitted("x/y.png", "hello".getBytes(StandardCharsets.US_ASCII), GREY),
        "x/y.png: offset 0",
        "found 68656c6c6f");
  }

  @Test
  void declaredSizeIsCheckedBeforeDecoding() {
    byte[] file = grey(0);
    ByteBuffer.wrap(file).putInt(16, 1 << 30).putInt(20, 1 << 30);
    CRC32 crc = new CRC32();
    crc.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());

    fails(() -> decoder.shape("x/y.png", file), "at most 16777216 pixels", "1073741824");
  }

  @Test
  void truncatedPngIsRejected() {
    byte[] file = colour(0);
    fails(() -> decoder.shape("x/y.png", Arrays.copyOf(file, 50)), "x/y.png", "intact image");
  }

  @Test
  void truncatedJpegIsRejected() {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);
    ImageFixture.fill(image, 0);
    byte[] file = encode(image, "jpeg");

    assertThat(decoder.shape("a", file)).isEqualTo(new ImageShape(3, 64, 64));
    fails(
        () -> decoder.decode("x/y.jpg", Arrays.copyOf(file, file.length - 100)),
        "x/y.jpg",
        "intact image");
  }

  private byte[] fitted(String path, byte[] file, ImageShape shape) {
    return fitted(decoder, path, file, shape);
  }

  private static byte[] fitted(ImageDecoder decoder, String path, byte[] file, ImageShape shape) {
    DecodedImage image = decoder.decode(path, file);
    return ImageFit.to(shape).apply(image.pixels(), image.shape());
  }

  private static void fails(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessageContainingAll(parts);
  }
}
