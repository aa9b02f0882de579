package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.ImageFixture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that declare or unpack to large images or metadata. */
@Timeout(60)
class HostileImagesTest {
  private static final long MIB = 1 << 20;

  private final ImageDecoder decoder = new ImageDecoder();

  @Test
  void hugePng() {
    byte[] file = ImageFixture.grey(0);
    ByteBuffer.wrap(file).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 checksum = new CRC32();
    checksum.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) checksum.getValue());
    rejected(file, "at most 16777216 pixels, found height 60000 and width 60000");
  }

  @Test
  void hugeJpeg() {
    byte[] file = ImageFiles.jpeg(16, 16);
    int frame = indexOf(file, new byte[] {-1, (byte) 0xc0});
    ByteBuffer.wrap(file).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);
    rejected(file, "found height 60000 and width 60000");
  }

  @Test
  void hugeGif() {
    byte[] file = ImageFixture.encode(grey(), "gif");
    int image = indexOf(file, new byte[] {',', 0, 0, 0, 0, 3, 0, 2, 0});
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(image + 5, (short) 60_000)
        .putShort(image + 7, (short) 60_000);
    rejected(file, "the codes of 3600000000 pixels");
  }

  @ParameterizedTest
  @ValueSource(ints = {60_000, 4_000, -60_000})
  void hugeBmp(int side) {
    byte[] file = ImageFixture.encode(grey(), "bmp");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(18, side).putInt(22, side);
    rejected(file, "x: ");
  }

  @Test
  void bmpWithPixelsFarBehindTheEnd() {
    byte[] file = ImageFixture.encode(grey(), "bmp");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10, Integer.MAX_VALUE);
    rejected(file, "offset 2147483647");
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 257, 278, 322, 277})
  void tiffWithHugeDimensions(int tag) {
    byte[] file = ImageFiles.tiff(ImageFiles.gradient(20, 10), "LZW");
    int entries = Short.toUnsignedInt(ByteBuffer.wrap(file).getShort(directory(file)));
    for (int i = 0; i < entries; i++) {
      int entry = directory(file) + 2 + 12 * i;
      if (ByteBuffer.wrap(file).getShort(entry) == tag || tag == 322 && i == entries - 1) {
        ByteBuffer.wrap(file)
            .putShort(entry, (short) tag)
            .putShort(entry + 2, (short) 4)
            .putInt(entry + 4, 1)
            .putInt(entry + 8, Integer.MAX_VALUE);
      }
    }
    if (tag == 278) {
      // More rows per strip than rows mean one strip.
      decoder.decode("x", file);
    } else {
      rejected(file, "x: ");
    }
  }

  /** The last directory is followed by the first one. */
  @Test
  void tiffWithALoopOfDirectories() {
    byte[] file = ImageFiles.tiff(ImageFiles.gradient(20, 10), "LZW");
    int directory = directory(file);
    int entries = Short.toUnsignedInt(ByteBuffer.wrap(file).getShort(directory));
    ByteBuffer.wrap(file).putInt(directory + 2 + 12 * entries, directory);
    assertThat(decoder.decode("x", file).shape()).isEqualTo(new ImageShape(3, 10, 20));
  }

  /** Every entry points to the same megabytes. */
  @Test
  void tiffWhoseValuesOverlap() {
    ByteBuffer file = ByteBuffer.allocate(4 << 20);
    file.put(ImageFiles.ascii("MM")).putShort((short) 42).putInt(8).putShort((short) 60_000);
    for (int i = 0; i < 60_000; i++) {
      file.putShort((short) (40_000 + i % 20_000)).putShort((short) 1);
      file.putInt(3 << 20).putInt(8);
    }
    rejected(file.array(), "a directory with at most 4194304 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iTXt", "iCCP"})
  void pngWithACompressionBombInAChunk(String type) throws IOException {
    byte[] bomb = ColourConversionTest.withProfile(new byte[100 << 20]);
    ByteBuffer chunk = ByteBuffer.wrap(bomb);
    System.arraycopy(ImageFiles.ascii(type), 0, bomb, 37, 4);
    CRC32 checksum = new CRC32();
    int length = chunk.getInt(33);
    checksum.update(bomb, 37, 4 + length);
    chunk.putInt(41 + length, (int) checksum.getValue());
    long before = allocated();
    assertThat(decoder.decode("x", bomb).pixels()).isEqualTo(ImageFixture.pixels(3, 60));
    assertThat(allocated() - before).isLessThan(64 * MIB);
  }

  @Test
  void webpWhoseBitstreamIsLargerThanItsCanvas() {
    byte[] simple =
        Base64.getDecoder()
            .decode(
                "UklGRj4AAABXRUJQVlA4IDIAAADQAQCdASoQABAAAMASJaACdLoB+AADsAD+2ib/7vN+09e09f1M//jKnyA/4yp/"
                    + "xcwAAA==");
    byte[] extended =
        ByteBuffer.allocate(18)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(ImageFiles.ascii("VP8X"))
            .putInt(10)
            .putInt(0)
            .put(new byte[] {15, 0, 0, 15, 0, 0})
            .array();
    byte[] file = ImageFiles.inserted(simple, 12, extended);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
    assertThat(decoder.decode("x", file).shape()).isEqualTo(new ImageShape(3, 16, 16));

    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(12 + 18 + 8 + 6, (short) 16383);
    rejected(file, "height 16 and width 16, found 16 and 16383");
  }

  @Test
  void strayBytesInAJpegCostNoMemory() {
    byte[] stray = new byte[3 << 20];
    for (int i = 1; i < stray.length; i += 2) {
      stray[i] = (byte) 0xff;
      stray[++i] = (byte) 0xd0;
    }
    byte[] file = ImageFiles.inserted(ImageFiles.jpeg(16, 16), 20, stray);
    long before = allocated();
    assertThat(decoder.decode("x", file).warnings()).hasSize(1);
    assertThat(allocated() - before).isLessThan(64 * MIB);
  }

  private static BufferedImage grey() {
    return new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
  }

  private static int directory(byte[] tiff) {
    assertThat(tiff[0]).isEqualTo((byte) 'M');
    return ByteBuffer.wrap(tiff).getInt(4);
  }

  private static int indexOf(byte[] file, byte[] part) {
    for (int i = 0; i + part.length <= file.length; i++) {
      if (Arrays.equals(file, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private void rejected(byte[] file, String part) {
    long before = allocated();
    assertThatThrownBy(() -> decoder.decode("x", file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(part)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    assertThat(allocated() - before).isLessThan(64 * MIB);
  }
}
