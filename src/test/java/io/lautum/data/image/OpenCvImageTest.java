package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenCvImageTest {
  @Test
  void pixelsBecomePlanesWithRedFirst() {
    byte[] data = {1, 2, 3, 4, 5, 6};
    DecodedImage image = new OpenCvImage(1, 2, 3, 16, data).decode("i", Background.WHITE);
    assertThat(image.shape()).isEqualTo(new ImageShape(3, 1, 2));
    assertThat(image.pixels()).containsExactly(3, 6, 2, 5, 1, 4);
  }

  @Test
  void greyStaysGrey() {
    DecodedImage image =
        new OpenCvImage(2, 1, 1, 0, new byte[] {7, 8}).decode("i", Background.WHITE);
    assertThat(image.shape()).isEqualTo(new ImageShape(1, 2, 1));
    assertThat(image.pixels()).containsExactly(7, 8);
  }

  @Test
  void transparencyShowsTheBackground() {
    byte[] data = {10, 20, 30, 0, 10, 20, 30, -1, 0, 0, 100, 51};
    DecodedImage image =
        new OpenCvImage(1, 3, 4, 24, data).decode("i", new Background(200, 100, 50));
    // A fifth of red 100 over red 200 is 180.
    assertThat(image.pixels()).containsExactly((byte) 200, 30, (byte) 180, 100, 20, 80, 50, 10, 40);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,-1,-1,-1,0",
    "1,1,3,0,3",
    "1,1,2,8,2",
    "1,1,3,16,4",
    "4097,4097,1,0,1",
    "0,1,1,0,0"
  })
  void inconsistentImagesAreRejected(int height, int width, int channels, int mode, int bytes) {
    OpenCvImage image = new OpenCvImage(height, width, channels, mode, new byte[bytes]);
    assertThatThrownBy(() -> image.decode("some.png", Background.WHITE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("some.png: expected 1, 3 or 4 channels", "found mode " + mode);
  }

  @Test
  void imageWithoutDataIsRejected() {
    assertThatThrownBy(() -> new OpenCvImage(1, 1, 1, 0, null).shape("i"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no bytes");
  }
}
