package io.lautum.network.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.training.augmentation.Augmentation;
import org.junit.jupiter.api.Test;

/** As in {@link CropTest}, the first two channels identify the source of each output pixel. */
class AffineMapTest {
  private static final int HEIGHT = 9;
  private static final int WIDTH = 13;
  private static final int PLANE = HEIGHT * WIDTH;
  private static final ImageShape SHAPE = new ImageShape(3, HEIGHT, WIDTH);
  private static final double STRENGTH = 0.3;

  @Test
  void mapsEveryPixelByOneMatrixAboutCentre() {
    AugmentationConfig config = new AugmentationConfig(0, false, 0, 1, 0, STRENGTH, 0, 0);
    Augmentation augmentation = new Augmentation(config, SHAPE, 2);
    AffineMap map = new AffineMap(SHAPE);
    float[] image = CropTest.image(HEIGHT, WIDTH);
    double[] smallest = {1, 1, 1, 1};
    double[] largest = {-1, -1, -1, -1};
    for (int repeat = 0; repeat < 500; repeat++) {
      float[] output = map.apply(image, augmentation.draw().map());
      int centre = HEIGHT / 2 * WIDTH + WIDTH / 2;
      assertThat(output[centre]).isCloseTo(HEIGHT / 2, within(1e-5f));
      assertThat(output[PLANE + centre]).isCloseTo(WIDTH / 2, within(1e-5f));
      // The pixels below and to the right of the centre always map to points inside the image.
      double[] matrix = {
        output[centre + WIDTH] - HEIGHT / 2,
        output[centre + 1] - HEIGHT / 2,
        output[PLANE + centre + WIDTH] - WIDTH / 2,
        output[PLANE + centre + 1] - WIDTH / 2
      };
      for (int i = 0; i < 4; i++) {
        double change = matrix[i] - (i % 3 == 0 ? 1 : 0);
        assertThat(change).isBetween(-STRENGTH - 1e-5, STRENGTH + 1e-5);
        smallest[i] = Math.min(smallest[i], change);
        largest[i] = Math.max(largest[i], change);
      }
      for (int i = 0; i < PLANE; i++) {
        int down = i / WIDTH - HEIGHT / 2;
        int right = i % WIDTH - WIDTH / 2;
        double row = HEIGHT / 2 + matrix[0] * down + matrix[1] * right;
        double column = WIDTH / 2 + matrix[2] * down + matrix[3] * right;
        row = Math.max(0, Math.min(HEIGHT - 1, row));
        column = Math.max(0, Math.min(WIDTH - 1, column));
        assertThat(output[i]).isCloseTo((float) row, within(1e-4f));
        assertThat(output[PLANE + i]).isCloseTo((float) column, within(1e-4f));
        assertThat(output[2 * PLANE + i])
            .isCloseTo(
                (float) CropTest.tent(image, HEIGHT, WIDTH, output[i], output[PLANE + i]),
                within(1e-4f));
      }
    }
    // The probability that none of 500 uniform numbers is in the outer 5% is 7e-12.
    for (int i = 0; i < 4; i++) {
      assertThat(smallest[i]).isLessThan(-0.9 * STRENGTH);
      assertThat(largest[i]).isGreaterThan(0.9 * STRENGTH);
    }
  }
}
