package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.ImageFixture;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngChunksTest {
  private static final ImageShape SHAPE = new ImageShape(3, 2, 3);

  private static final int HEADER_END = 33;
  private static final int END_MARKER_BYTES = 12;

  private final byte[] file = ImageFixture.colour(9);

  @Test
  void everyFlippedBitIsDetected() {
    try (ImageDecoder decoder = new ImageDecoder()) {
      for (int bit = 0; bit < Byte.SIZE * file.length; bit++) {
        byte[] flipped = file.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        assertThatThrownBy(() -> decoder.decode("x.png", flipped))
            .as("bit %d", bit)
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("x.png: ");
      }
    }
  }

  @Test
  void everyTruncationBeforeTheEndMarkerIsDetected() {
    for (int length = 8; length < file.length - END_MARKER_BYTES; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> PngChunks.parse("x.png", cut))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("offset ");
    }
  }

  @Test
  void truncatedEndMarkerIsAWarning() {
    try (ImageDecoder decoder = new ImageDecoder()) {
      DecodedImage whole = decoder.decode("x.png", file);
      assertThat(whole.warnings()).isEmpty();
      for (int length = file.length - END_MARKER_BYTES; length < file.length; length++) {
        DecodedImage cut = decoder.decode("x.png", Arrays.copyOf(file, length));
        assertThat(cut.pixels()).isEqualTo(whole.pixels());
        assertThat(cut.warnings()).containsExactly("the end marker is missing");
      }
    }
  }

  /** Only the checksums are intact. */
  @Test
  void missingImageDataAreDetected() {
    byte[] header = Arrays.copyOf(file, HEADER_END);
    byte[] end = Arrays.copyOfRange(file, file.length - END_MARKER_BYTES, file.length);
    byte[] data =
        Arrays.copyOfRange(file, HEADER_END + 8, file.length - END_MARKER_BYTES - Integer.BYTES);
    byte[] half = Arrays.copyOf(data, data.length / 2);
    byte[] cut = ImageFiles.withChunk(ImageFiles.concatenated(header, end), "IDAT", half);
    try (ImageDecoder decoder = new ImageDecoder()) {
      assertThatThrownBy(() -> decoder.decode("x.png", cut))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("x.png: expected an intact image, found: ");
    }
  }

  @Test
  void bytesAfterTheEndAreAWarning() {
    try (ImageDecoder decoder = new ImageDecoder()) {
      DecodedImage image = decoder.decode("x.png", Arrays.copyOf(file, file.length + 40));
      assertThat(image.pixels()).isEqualTo(ImageFixture.pixels(3, 9));
      assertThat(image.warnings()).containsExactly("40 bytes after the end of the image");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20})
  void lengthBeyondTheFileIsRejected(int length) {
    ByteBuffer.wrap(file).putInt(8, length);
    assertThatThrownBy(() -> PngChunks.parse("x.png", file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("offset 8: ")
        .hasMessageContaining("found " + length);
  }

  /** A file of a hundred bytes with a valid checksum declares 4096 x 4096 pixels. */
  @Test
  void decompressionBombIsRejectedBeforeDecoding() {
    ByteBuffer header = ByteBuffer.wrap(file);
    header.putInt(16, 4096).putInt(20, 4096);
    CRC32 checksum = new CRC32();
    checksum.update(file, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    try (ImageDecoder decoder = new ImageDecoder()) {
      assertThatThrownBy(() -> decoder.shape("x.png", file))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "x.png: expected an image that %d bytes can hold, found height 4096 and width 4096",
              file.length);
    }
  }
}
