package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.ImageFixture;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDepthTest {
  private static final int LEVELS = 256;

  @ParameterizedTest
  @ValueSource(ints = {8, 10, 12, 14, 16})
  void sensorDepthsInSixteenBitsUseTheWholeRange(int bits) {
    int largest = (1 << bits) - 1;
    int[] samples = IntStream.range(0, LEVELS).map(i -> i * largest / 255).toArray();
    byte[] decoded = decoded(ImageFixture.encode(sixteenBits(samples), "png"));

    for (int i = 0; i < LEVELS; i++) {
      assertThat(decoded[i] & 0xff).isEqualTo((int) Math.round(255.0 * samples[i] / largest));
    }
    assertThat(IntStream.range(0, LEVELS).map(i -> decoded[i]).distinct().count()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({"255, 255", "256, 1023", "1024, 4095", "4095, 4095", "4096, 16383", "16384, 65535"})
  void rangeIsThatOfTheSmallestSensorThatHoldsAllSamples(int largest, int range) {
    byte[] decoded = decoded(ImageFixture.encode(sixteenBits(new int[] {0, largest}), "png"));
    assertThat(decoded[1] & 0xff).isEqualTo((int) Math.round(255.0 * largest / range));
  }

  /** A dark image of 12 bits would otherwise be taken for one of 10. */
  @Test
  void significantBitsOfAPngCountIfAllSamplesFit() {
    byte[] dark = ImageFixture.encode(sixteenBits(new int[] {0, 819}), "png");
    assertThat(decoded(dark)[1] & 0xff).isEqualTo(204);
    assertThat(decoded(ImageFiles.withChunk(dark, "sBIT", new byte[] {12}))[1])
        .isEqualTo((byte) 51);

    byte[] scaled = ImageFixture.encode(sixteenBits(new int[] {0, 65535}), "png");
    assertThat(decoded(ImageFiles.withChunk(scaled, "sBIT", new byte[] {12}))[1] & 0xff)
        .isEqualTo(255);
  }

  @Test
  void sixteenBitTiffIsScaled() {
    byte[] file = ImageFiles.tiff(sixteenBits(new int[] {0, 2048, 4095}), "Deflate");
    assertThat(decoded(file)).startsWith(0, 128, 255);
  }

  @ParameterizedTest
  @CsvSource({"1, 255", "2, 85", "4, 17"})
  void fewBitsAreScaled(int bits, int step) {
    int count = 1 << bits;
    byte[] levels = new byte[count];
    for (int i = 0; i < count; i++) {
      levels[i] = (byte) (i * step);
    }
    BufferedImage image =
        new BufferedImage(
            count,
            1,
            BufferedImage.TYPE_BYTE_BINARY,
            new IndexColorModel(bits, count, levels, levels, levels));
    IntStream.range(0, count).forEach(x -> image.getRaster().setSample(x, 0, 0, x));
    // Java's BMP writer fails on 2 bits.
    for (String format : bits == 2 ? List.of("png", "tiff") : List.of("png", "bmp", "tiff")) {
      assertThat(decoded(ImageFixture.encode(image, format))).as(format).isEqualTo(levels);
    }
  }

  @Test
  void floatingPointIsRejected() {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    BufferedImage image =
        new BufferedImage(model, model.createCompatibleWritableRaster(2, 1), false, null);
    assertThatThrownBy(() -> PlanarSamples.of("x", image, 0))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "x: expected a grey, RGB or CMYK image of at most 16 unsigned bits, found 1 channels of"
                + " 32 bits");
  }

  private static BufferedImage sixteenBits(int[] samples) {
    BufferedImage image = new BufferedImage(samples.length, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSamples(0, 0, samples.length, 1, 0, samples);
    return image;
  }

  private static byte[] decoded(byte[] file) {
    try (ImageDecoder decoder = new ImageDecoder()) {
      return decoder.decode("x", file).pixels();
    }
  }
}
