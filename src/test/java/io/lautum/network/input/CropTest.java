package io.lautum.network.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.training.augmentation.Augmentation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The first two channels of the image contain its pixels' rows and columns. Interpolation preserves
 * linear functions, so these outputs identify the source of each output pixel; the third channel is
 * random and is compared with an independent interpolation at that source.
 */
class CropTest {
  private static final int HEIGHT = 9;
  private static final int WIDTH = 12;
  private static final int PLANE = HEIGHT * WIDTH;
  private static final ImageShape SHAPE = new ImageShape(3, HEIGHT, WIDTH);
  private static final ImageRenderer RENDERER = new ImageRenderer(SHAPE);
  private static final float[] IMAGE = image(HEIGHT, WIDTH);

  @ParameterizedTest
  @CsvSource({"0.3, 0, false", "0.7, 0, true", "0.5, 2, true", "0.999, 0, false"})
  void interpolatesBilinearly(double crop, int shift, boolean flip) {
    Augmentation augmentation = new Augmentation(config(crop, shift, flip), SHAPE, 1);
    float[] output = new float[SHAPE.size()];
    for (int repeat = 0; repeat < 50; repeat++) {
      RENDERER.render(augmentation.draw(), IMAGE, output, 0);
      for (int i = 0; i < PLANE; i++) {
        assertThat(output[2 * PLANE + i])
            .isCloseTo(
                (float) tent(IMAGE, HEIGHT, WIDTH, output[i], output[PLANE + i]), within(1e-4f));
      }
    }
  }

  /**
   * Interpolates the third channel bilinearly, as a sum over all pixels weighted by their
   * distances.
   */
  static double tent(float[] image, int height, int width, double row, double column) {
    double sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        sum +=
            Math.max(0, 1 - Math.abs(row - y))
                * Math.max(0, 1 - Math.abs(column - x))
                * image[(2 * height + y) * width + x];
      }
    }
    return sum;
  }

  @Test
  void boxIsInsideImageWithAllowedAreaAndAspect() {
    double crop = 0.4;
    Augmentation augmentation = new Augmentation(config(crop, 0, false), SHAPE, 1);
    float[] output = new float[SHAPE.size()];
    double smallest = 1;
    double largest = 0;
    double mean = 0;
    double highest = 1;
    double lowest = 0;
    int repeats = 3000;
    for (int repeat = 0; repeat < repeats; repeat++) {
      RENDERER.render(augmentation.draw(), IMAGE, output, 0);
      double heightShare = step(output, 0, WIDTH, HEIGHT);
      double widthShare = step(output, PLANE, 1, WIDTH);
      assertThat(heightShare).isBetween(crop - 1e-5, 1 + 1e-5);
      assertThat(widthShare).isBetween(crop - 1e-5, 1 + 1e-5);
      assertThat(heightShare / widthShare).isBetween(0.75 - 1e-4, 4 / 3.0 + 1e-4);
      // The middle of the output is the middle of the box.
      double middle = (output[HEIGHT / 2 * WIDTH] + 0.5) / HEIGHT;
      assertThat(middle - heightShare / 2).isGreaterThan(-1e-5);
      assertThat(middle + heightShare / 2).isLessThan(1 + 1e-5);
      double share = Math.sqrt(heightShare * widthShare);
      smallest = Math.min(smallest, share);
      largest = Math.max(largest, share);
      mean += heightShare * widthShare / repeats;
      highest = Math.min(highest, middle);
      lowest = Math.max(lowest, middle);
    }
    assertThat(smallest).isLessThan(crop + 0.01);
    assertThat(largest).isGreaterThan(0.99);
    // Uniform shares have a mean area of (1 − c³) / 3(1 − c) = 0.52; clipping removes at most 3%.
    assertThat(mean).isBetween(0.49, 0.55);
    assertThat(highest).isBetween(0.2, 0.25);
    assertThat(lowest).isBetween(0.75, 0.8);
  }

  /**
   * Returns the share of an axis that the output spans, from steps between pixels inside the edges.
   */
  private static double step(float[] output, int plane, int stride, int size) {
    int middle = size / 2;
    double step =
        (output[plane + (middle + 1) * stride] - output[plane + (middle - 1) * stride]) / 2;
    for (int i = 1; i < size; i++) {
      float before = output[plane + (i - 1) * stride];
      float after = output[plane + i * stride];
      if (before > 0 && after < size - 1) {
        assertThat(after - before).isCloseTo((float) step, within(1e-5f));
      }
    }
    return step;
  }

  /** Half of the axis around the middle: samples at −¼, ¼, ¾, … from the box's edge, by hand. */
  @Test
  void axisIsCutAsComputedByHand() {
    Axis axis = new Axis(4);
    axis.set(new AxisMap(0, false, 1, 0.5));
    assertThat(axis.low).containsExactly(0, 1, 1, 2);
    assertThat(axis.high).containsExactly(1, 2, 2, 3);
    assertThat(axis.weight).containsExactly(0.75f, 0.25f, 0.75f, 0.25f);

    axis.set(new AxisMap(1, true, 0, 0.5));
    // Unmoved: −¼ (clipped to 0), ¼, ¾, 1¼. Mirrored and shifted by one, the last comes first,
    // twice.
    assertThat(axis.low).containsExactly(1, 1, 0, 0);
    assertThat(axis.weight).containsExactly(0.25f, 0.25f, 0.75f, 0.25f);
  }

  private static AugmentationConfig config(double crop, int shift, boolean flip) {
    return new AugmentationConfig(shift, flip, 0, crop, 0, 0, 0, 0);
  }

  /** An image with channels row, column and random values. */
  static float[] image(int height, int width) {
    SplittableRandom random = new SplittableRandom(5);
    int plane = height * width;
    float[] image = new float[3 * plane];
    for (int i = 0; i < plane; i++) {
      image[i] = i / width;
      image[plane + i] = i % width;
      image[2 * plane + i] = (float) random.nextDouble(-1, 1);
    }
    return image;
  }
}
