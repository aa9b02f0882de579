package io.lautum.data.read.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.data.read.ImageFixture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeSampleTest {
  @Test
  void oneShapeIsKept() throws IOException {
    assertThat(typical(2, image(5, 7, false), image(5, 7, false)))
        .isEqualTo(new ImageShape(1, 5, 7));
  }

  @Test
  void severalShapesHaveTheirMediansAndColourIfOneHas() throws IOException {
    byte[] small = image(5, 7, false);
    byte[] middle = image(6, 30, true);
    byte[] large = image(90, 8, false);

    assertThat(typical(3, small, middle, large)).isEqualTo(new ImageShape(3, 6, 8));
    assertThat(typical(3, large, small, middle)).isEqualTo(new ImageShape(3, 6, 8));
  }

  @Test
  void damagedImagesAreLeftOut() throws IOException {
    assertThat(typical(2, new byte[9], image(5, 7, false))).isEqualTo(new ImageShape(1, 5, 7));
    try (ShapeSample sample = new ShapeSample(1)) {
      sample.add("0.png", "0.png", () -> new byte[9]);
      assertThat(sample.typical()).isEmpty();
    }
  }

  /** Of 100,000 images about 1,000 are read; the standard deviation of the number is 31. */
  @Test
  void fewOfManyImagesAreRead() throws IOException {
    byte[] image = image(5, 7, false);
    int[] read = new int[1];
    try (ShapeSample sample = new ShapeSample(100_000)) {
      for (int i = 0; i < 100_000; i++) {
        sample.add(
            i + ".png",
            i + ".png",
            () -> {
              read[0]++;
              return image;
            });
      }
      assertThat(sample.typical()).contains(new ImageShape(1, 5, 7));
    }
    assertThat(read[0]).isBetween(850, 1150);
  }

  private static ImageShape typical(long images, byte[]... files) throws IOException {
    try (ShapeSample sample = new ShapeSample(images)) {
      for (byte[] file : files) {
        String name = List.of(files).indexOf(file) + ".png";
        sample.add(name, name, () -> file);
      }
      return sample.typical().orElseThrow();
    }
  }

  private static byte[] image(int height, int width, boolean colour) {
    int type = colour ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY;
    return ImageFixture.encode(new BufferedImage(width, height, type), "png");
  }
}
