package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.read.ImageFixture;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  /** Colours (1, 2, 3), (4, 5, 6), … of two rows and three columns; orientation 6, lossless. */
  private static final String WEBP =
      "UklGRmwAAABXRUJQVlA4WAoAAAAIAAAAAgAAAQAAVlA4TCsAAAAvAkAAAC9AkG2z7f7Ul1AIIAAKGoUAAqCgmf/M7x1q2j"
          + "ZgQ51/OTWi/zG9AEVYSUYaAAAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAA=";

  /**
   * The scene is ab/cd/ef; each case is what a camera in that position stores, from the figure of
   * EXIF 2.3 for tag 274.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 2, abcdef",
    "2, 2, badcfe",
    "3, 2, fedcba",
    "4, 2, efcdab",
    "5, 3, acebdf",
    "6, 3, bdface",
    "7, 3, fdbeca",
    "8, 3, ecafdb"
  })
  void storedImageBecomesTheScene(int number, int width, String stored) {
    ImageShape shape = new ImageShape(1, 6 / width, width);
    Orientation orientation = Orientation.of(number);

    assertThat(orientation.upright(shape)).isEqualTo(new ImageShape(1, 3, 2));
    assertThat(orientation.upright(ImageFiles.ascii(stored), shape))
        .isEqualTo(ImageFiles.ascii("abcdef"));
  }

  @Test
  void channelsAreTurnedSeparately() {
    byte[] turned =
        Orientation.TURNED_LEFT.upright(ImageFiles.ascii("bdfaceBDFACE"), new ImageShape(2, 2, 3));
    assertThat(turned).isEqualTo(ImageFiles.ascii("abcdefABCDEF"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 9, 65535})
  void otherNumbersAreUpright(int number) {
    assertThat(Orientation.of(number)).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void pngIsTurned() {
    byte[] file =
        ImageFiles.withChunk(
            ImageFixture.grey(1), "eXIf", ImageFiles.exif(6, ByteOrder.BIG_ENDIAN));
    assertThat(decoded(file).shape()).isEqualTo(new ImageShape(1, 3, 2));
    assertThat(decoded(file).pixels()).containsExactly(4, 1, 5, 2, 6, 3);
  }

  @Test
  void jpegIsTurnedWithEitherByteOrder() {
    byte[] upright = ImageFiles.jpeg(40, 24);
    DecodedImage expected = decoded(upright);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] exif =
          ImageFiles.concatenated(ImageFiles.ascii("Exif\0\0"), ImageFiles.exif(3, order));
      DecodedImage turned = decoded(ImageFiles.withSegment(upright, 0xe1, exif));
      assertThat(turned.pixels())
          .isEqualTo(Orientation.TURNED_HALF.upright(expected.pixels(), expected.shape()))
          .isNotEqualTo(expected.pixels());
    }
  }

  @Test
  void webpIsTurned() {
    DecodedImage image = decoded(Base64.getDecoder().decode(WEBP));
    assertThat(image.shape()).isEqualTo(new ImageShape(3, 3, 2));
    assertThat(image.pixels())
        .containsExactly(10, 1, 13, 4, 16, 7, 11, 2, 14, 5, 17, 8, 12, 3, 15, 6, 18, 9);
  }

  @Test
  void cutExifIsUpright() {
    byte[] exif = ImageFiles.exif(6, ByteOrder.BIG_ENDIAN);
    for (int length = 0; length < 22; length++) {
      assertThat(TiffDirectory.orientation(Arrays.copyOf(exif, length)))
          .isEqualTo(Orientation.UPRIGHT);
    }
    assertThat(TiffDirectory.orientation(exif)).isEqualTo(Orientation.TURNED_LEFT);
  }

  private static DecodedImage decoded(byte[] file) {
    try (ImageDecoder decoder = new ImageDecoder()) {
      return decoder.decode("x", file);
    }
  }
}
