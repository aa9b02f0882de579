package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngImageTest {
  @Test
  void channelsAreRedGreenAndBlue() throws IOException {
    byte[] pixels = {1, 2, 3, 4, 5, 6, (byte) 200, 20, 30, 40, 50, 60, 7, 8, 9, 10, 11, (byte) 255};
    BufferedImage image = decode(pixels, new ImageShape(3, 2, 3));
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(1 << 16 | 200 << 8 | 7);
    assertThat(image.getRGB(2, 1) & 0xffffff).isEqualTo(6 << 16 | 60 << 8 | 255);
  }

  @Test
  void oneChannelIsGrey() throws IOException {
    BufferedImage image =
        decode(new byte[] {0, 100, (byte) 200, (byte) 255}, new ImageShape(1, 2, 2));
    assertThat(image.getRaster().getSample(1, 0, 0)).isEqualTo(100);
    assertThat(image.getRaster().getSample(0, 1, 0)).isEqualTo(200);
    assertThat(image.getColorModel().getNumComponents()).isEqualTo(1);
  }

  private static BufferedImage decode(byte[] pixels, ImageShape shape) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(PngImage.encode(pixels, shape)));
  }
}
