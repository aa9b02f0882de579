package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.ImageFixture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JPEG images of more than 2^24 pixels, as cameras write them. */
class LargeJpegTest {
  private final ImageDecoder decoder = new ImageDecoder();

  @ParameterizedTest
  @CsvSource({
    "4096, 4096, 1, false",
    "6001, 4001, 2, false",
    "6001, 4001, 2, true",
    "9001, 7500, 4, false"
  })
  void everySecondOrFourthPixelIsKept(int width, int height, int step, boolean progressive)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 500; i++) {
      image.getRaster().setSample(i * 31 % width, i * 17 % height, 0, 255);
    }
    byte[] file =
        progressive ? ImageFiles.progressive(image, "jpeg") : ImageFixture.encode(image, "jpeg");
    BufferedImage whole = ImageIO.read(new ByteArrayInputStream(file));
    int rows = (height + step - 1) / step;
    int columns = (width + step - 1) / step;
    byte[] expected = new byte[rows * columns];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) whole.getRaster().getSample(i % columns * step, i / columns * step, 0);
    }

    DecodedImage decoded = decoder.decode("x", file);

    assertThat(decoded.shape()).isEqualTo(new ImageShape(1, rows, columns));
    assertThat(decoded.pixels()).isEqualTo(expected);
    assertThat(decoder.shape("x", file)).isEqualTo(decoded.shape());
  }

  @Test
  void limitDependsOnTheScans() {
    BufferedImage image = new BufferedImage(4000, 3000, BufferedImage.TYPE_BYTE_GRAY);
    byte[] baseline = ImageFixture.encode(image, "jpeg");
    rejected(declared(baseline, 0xc0, 17_000, 17_000), "at most 268435456 pixels");
    byte[] progressive = ImageFiles.progressive(image, "jpeg");
    rejected(declared(progressive, 0xc2, 9_000, 9_000), "at most 67108864 pixels");
  }

  private static byte[] declared(byte[] file, int marker, int height, int width) {
    byte[] changed = file.clone();
    int at = 0;
    while (changed[at] != -1 || (changed[at + 1] & 0xff) != marker) {
      at++;
    }
    ByteBuffer.wrap(changed).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
    return changed;
  }

  private void rejected(byte[] file, String limit) {
    assertThatThrownBy(() -> decoder.shape("x", file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(limit);
    assertThatThrownBy(() -> decoder.decode("x", file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(limit);
  }
}
