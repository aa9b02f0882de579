package io.lautum.data.image;

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

  private final byte[] file = ImageFixture.colour(9);

  @Test
  void everyFlippedBitIsDetected() {
    try (ImageDecoder decoder = new ImageDecoder()) {
      for (int bit = 0; bit < Byte.SIZE * file.length; bit++) {
        byte[] flipped = file.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        assertThatThrownBy(() -> decoder.pixels("x.png", flipped, SHAPE))
            .as("bit %d", bit)
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("x.png: ");
      }
    }
  }

  @Test
  void everyTruncationIsDetected() {
    for (int length = 8; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> PngChunks.check("x.png", cut))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("offset ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20})
  void lengthBeyondTheFileIsRejected(int length) {
    ByteBuffer.wrap(file).putInt(8, length);
    assertThatThrownBy(() -> PngChunks.check("x.png", file))
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
