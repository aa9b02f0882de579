package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.ImageFixture;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose stored pixels are not the image, but a part of it or more than it. */
class PixelLayoutTest {
  /** Red, green, blue / (10, 20, 30), (40, 50, 60) and a transparent pixel; lossless. */
  private static final byte[] WEBP =
      Base64.getDecoder()
          .decode(
              "UklGRkYAAABXRUJQVlA4TDkAAAAvAkAAEC9AmG20Odx7/panISQgdB/8f4kg22YXqb/lBQRF/o8W8M94JkUJCtl"
                  + "GgEP3CpzSRfQ/hhcA");

  private final ImageDecoder decoder = new ImageDecoder();

  /** Java's reader kept the mask of the alpha samples, and showed the next image as transparent. */
  @ParameterizedTest
  @ValueSource(ints = {40, 108, 124})
  void bitmapDoesNotDependOnTheOneBefore(int header) {
    byte[] pixels = {1, 2, 3, 0, 4, 5, 6, 0};
    byte[] plain = bmp(header, 0, pixels);
    byte[] masked = bmp(108, 3, new byte[] {1, 2, 3, 9, 4, 5, 6, -1});
    byte[] expected = {3, 6, 2, 5, 1, 4};
    assertThat(decoder.decode("x", plain).pixels()).isEqualTo(expected);
    byte[] composed = decoder.decode("x", masked).pixels();
    assertThat(composed).isNotEqualTo(expected);
    assertThat(decoder.decode("x", plain).pixels()).isEqualTo(expected);
    assertThat(decoder.decode("x", masked).pixels()).isEqualTo(composed);
  }

  /** One row of 32 bits per pixel, with masks of the four samples if the compression is 3. */
  private static byte[] bmp(int header, int compression, byte[] pixels) {
    ByteBuffer file =
        ByteBuffer.allocate(14 + header + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ImageFiles.ascii("BM")).putInt(file.capacity()).putInt(0).putInt(14 + header);
    file.putInt(header).putInt(pixels.length / 4).putInt(1).putShort((short) 1);
    file.putShort((short) 32).putInt(compression).putInt(pixels.length);
    if (compression == 3) {
      file.position(54).putInt(0xff0000).putInt(0xff00).putInt(0xff).putInt(0xff000000);
    }
    return file.position(14 + header).put(pixels).array();
  }

  /** GIF89a: the image is the logical screen; browsers show nothing outside of the first frame. */
  @ParameterizedTest
  @CsvSource({"9, 7, 4, 3", "3, 2, 0, 0", "5, 5, 0, 0", "0, 0, 0, 0", "2, 2, 1, 5"})
  void frameOfAGifIsInItsPlace(int width, int height, int left, int top) {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    ImageFixture.fill(image, 40);
    byte[] file = ImageFixture.encode(image, "gif");
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    in.putShort(6, (short) width).putShort(8, (short) height);
    int descriptor = 13 + (3 << (file[10] & 7) + 1);
    while (file[descriptor] != ',') {
      descriptor++;
    }
    in.putShort(descriptor + 1, (short) left).putShort(descriptor + 3, (short) top);

    DecodedImage decoded = decoder.decode("x", file);

    assertThat(decoder.shape("x", file)).isEqualTo(decoded.shape());
    assertThat(decoded.shape())
        .isEqualTo(new ImageShape(1, Math.max(height, top + 2), Math.max(width, left + 3)));
    assertThat(decoded.pixels()).isEqualTo(placed(decoded.shape(), left, top, 40));
  }

  private static byte[] placed(ImageShape shape, int left, int top, int first) {
    byte[] expected = new byte[shape.size()];
    Arrays.fill(expected, (byte) 255);
    byte[] frame = ImageFixture.pixels(1, first);
    for (int i = 0; i < frame.length; i++) {
      expected[(top + i / 3) * shape.width() + left + i % 3] = frame[i];
    }
    return expected;
  }

  @Test
  void hugeScreenOfAGifIsRejected() {
    byte[] file = ImageFixture.encode(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY), "gif");
    Arrays.fill(file, 6, 10, (byte) 0xff);
    assertThatThrownBy(() -> decoder.decode("x", file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found height 65535 and width 65535");
  }

  @Test
  void frameOfAnAnimatedWebpIsInItsPlace() {
    byte[] bitstream = Arrays.copyOfRange(WEBP, 12, WEBP.length);
    ByteBuffer file =
        ByteBuffer.allocate(12 + 18 + 14 + 24 + bitstream.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ImageFiles.ascii("RIFF")).putInt(file.capacity() - 8).put(ImageFiles.ascii("WEBP"));
    // A canvas of 8 x 5 pixels, with animation and alpha.
    file.put(ImageFiles.ascii("VP8X")).putInt(10).putInt(0x12).putInt(7 | 4 << 24).putShort(s(0));
    file.put(ImageFiles.ascii("ANIM")).putInt(6).putInt(-1).putShort(s(0));
    file.put(ImageFiles.ascii("ANMF")).putInt(16 + bitstream.length);
    // Left 4 and top 2, in units of two pixels; 3 x 2 pixels less one.
    file.put(new byte[] {2, 0, 0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 9, 0, 0, 0}).put(bitstream);

    DecodedImage decoded = decoder.decode("x", file.array());

    assertThat(decoded.shape()).isEqualTo(new ImageShape(3, 5, 8));
    byte[] frame = decoder.decode("x", WEBP).pixels();
    for (int i = 0; i < decoded.pixels().length; i++) {
      int y = i % 40 / 8 - 2;
      int x = i % 8 - 4;
      boolean inside = y >= 0 && y < 2 && x >= 0 && x < 3;
      assertThat(decoded.pixels()[i])
          .as("sample %d", i)
          .isEqualTo(inside ? frame[i / 40 * 6 + y * 3 + x] : (byte) 255);
    }
  }

  private static short s(int value) {
    return (short) value;
  }

  /** TIFF 6.0, ExtraSamples: 0 is unspecified, 2 is transparency that is not multiplied. */
  @Test
  void extraSampleOfNoMeaningIsNotTransparency() {
    byte[] samples = {10, 20, 30, 0, 40, 50, 60, 0};
    assertThat(decoder.decode("x", tiff(2, 4, 0, 1, 1, samples)).pixels())
        .isEqualTo(new byte[] {10, 40, 20, 50, 30, 60});
    assertThat(decoder.decode("x", tiff(2, 4, 2, 1, 1, samples)).pixels()).containsOnly((byte) 255);
  }

  @Test
  void unusedBandsAreCounted() {
    byte[] samples = {10, 20, 30, 40, 50, 60};
    DecodedImage decoded = decoder.decode("x", tiff(1, 3, 0, 1, 1, samples));
    assertThat(decoded.pixels()).isEqualTo(new byte[] {10, 40});
    assertThat(decoded.warnings()).containsExactly("only 1 of 3 samples per pixel are used");
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, signed samples",
    "1, 50000, the compression Zstandard",
    "1, 34925, the compression LZMA"
  })
  void unreadableTiffIsNamed(int sampleFormat, int compression, String found) {
    byte[] file = tiff(1, 1, 0, sampleFormat, compression, new byte[2]);
    assertThatThrownBy(() -> decoder.decode("x", file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected unsigned samples")
        .hasMessageContaining("found " + found + "; convert the image");
  }

  /** One row of two pixels of 8 bits per sample; an extra sample's kind is given. */
  private static byte[] tiff(
      int photometric, int bands, int extra, int format, int compression, byte[] samples) {
    int[][] tags = {
      {256, 2},
      {257, 1},
      {258, 8},
      {259, compression},
      {262, photometric},
      {273, 8},
      {277, bands},
      {278, 1},
      {279, samples.length},
      {338, extra},
      {339, format}
    };
    int at = 8 + samples.length;
    int end = at + 2 + 12 * tags.length + 4;
    ByteBuffer file = ByteBuffer.allocate(end + 2 * 2 * bands).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ImageFiles.ascii("II")).putShort(s(42)).putInt(at).put(samples);
    file.putShort(s(tags.length));
    for (int[] tag : tags) {
      boolean many = tag[0] == 258 || tag[0] == 339;
      int extras = Math.max(1, photometric == 2 ? bands - 3 : bands - 1);
      int count = many ? bands : tag[0] == 338 ? extras : 1;
      file.putShort(s(tag[0])).putShort(s(3)).putInt(count);
      if (many && bands > 2) {
        file.putInt(tag[0] == 258 ? end : end + 2 * bands);
      } else {
        file.putShort(s(tag[1])).putShort(s(count > 1 ? tag[1] : 0));
      }
    }
    file.position(end);
    for (int i = 0; i < 2 * bands; i++) {
      file.putShort(s(i < bands ? 8 : format));
    }
    return file.array();
  }
}
