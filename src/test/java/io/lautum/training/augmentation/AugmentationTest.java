package io.lautum.training.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.input.ImageChange;
import io.lautum.network.input.ImageRenderer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  private static final ImageShape SHAPE = new ImageShape(2, 5, 6);

  @Test
  void changesNothingWhenOff() {
    assertThat(apply(new Augmentation(AugmentationConfig.OFF, SHAPE, 1))).containsExactly(image());
  }

  @Test
  void writesOnlyItsPartOfBatch() {
    for (AugmentationConfig config : List.of(AugmentationConfig.OFF, all())) {
      float[] output = new float[3 * SHAPE.size()];
      ImageChange change = new Augmentation(config, SHAPE, 1).draw();
      new ImageRenderer(SHAPE).render(change, image(), output, SHAPE.size());
      assertThat(Arrays.copyOfRange(output, 0, SHAPE.size())).containsOnly(0);
      assertThat(Arrays.copyOfRange(output, SHAPE.size(), 2 * SHAPE.size()))
          .containsExactly(apply(new Augmentation(config, SHAPE, 1)));
      assertThat(Arrays.copyOfRange(output, 2 * SHAPE.size(), output.length)).containsOnly(0);
    }
  }

  @Test
  void shiftsByEveryNumberOfPixelsInRangeAndRepeatsEdge() {
    Augmentation augmentation = new Augmentation(config(2, false, 0), SHAPE, 1);
    Set<List<Integer>> seen = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      float[] output = apply(augmentation);
      List<Integer> shift = shiftOf(output);
      assertThat(output).containsExactly(shifted(shift.get(0), shift.get(1)));
      seen.add(shift);
    }
    assertThat(seen).hasSize(25);
  }

  @Test
  void mirrorsHalfOfImages() {
    Augmentation augmentation = new Augmentation(config(0, true, 0), SHAPE, 1);
    float[] mirrored = new float[SHAPE.size()];
    for (int i = 0; i < mirrored.length; i++) {
      int column = i % SHAPE.width();
      mirrored[i] = image()[i - column + SHAPE.width() - 1 - column];
    }
    int count = 0;
    for (int i = 0; i < 400; i++) {
      float[] output = apply(augmentation);
      boolean isMirrored = Arrays.equals(output, mirrored);
      assertThat(isMirrored || Arrays.equals(output, image())).isTrue();
      count += isMirrored ? 1 : 0;
    }
    // Binomial(400, 1/2): standard deviation 10.
    assertThat(count).isBetween(160, 240);
  }

  @Test
  void addsNoiseWithMeanZeroAndConfiguredStandardDeviation() {
    Augmentation augmentation = new Augmentation(config(0, false, 0.5), SHAPE, 1);
    int images = 1000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < images; i++) {
      float[] output = apply(augmentation);
      for (int j = 0; j < output.length; j++) {
        double noise = output[j] - image()[j];
        sum += noise;
        squares += noise * noise;
      }
    }
    int n = images * SHAPE.size();
    // 60,000 values: standard errors 0.002 of the mean and 0.0015 of the deviation.
    assertThat(sum / n).isCloseTo(0, within(0.01));
    assertThat(Math.sqrt(squares / n)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void jittersContrastAndBrightnessOfEachChannel() {
    Augmentation augmentation =
        new Augmentation(new AugmentationConfig(0, false, 0, 1, 0, 0, 0.4, 0), SHAPE, 1);
    int plane = SHAPE.height() * SHAPE.width();
    double smallest = 2;
    double largest = 0;
    double darkest = 1;
    double brightest = -1;
    for (int i = 0; i < 500; i++) {
      float[] output = apply(augmentation);
      for (int channel = 0; channel < SHAPE.channels(); channel++) {
        int from = channel * plane;
        double factor = (output[from + plane - 1] - output[from]) / 45;
        double shift = output[from] - factor * image()[from];
        for (int j = from; j < from + plane; j++) {
          assertThat(output[j]).isCloseTo((float) (factor * image()[j] + shift), within(1e-3f));
        }
        smallest = Math.min(smallest, factor);
        largest = Math.max(largest, factor);
        darkest = Math.min(darkest, shift);
        brightest = Math.max(brightest, shift);
      }
    }
    // Smallest and largest of 1,000 uniform numbers.
    assertThat(smallest).isBetween(0.599, 0.62);
    assertThat(largest).isBetween(1.38, 1.401);
    assertThat(darkest).isBetween(-0.401, -0.38);
    assertThat(brightest).isBetween(0.38, 0.401);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void cutsOutSquareAroundEveryPixel(int side) {
    Augmentation augmentation =
        new Augmentation(new AugmentationConfig(0, false, 0, 1, side, 0, 0, 0), SHAPE, 1);
    Set<List<Integer>> seen = new HashSet<>();
    for (int i = 0; i < 600; i++) {
      seen.add(zeros(apply(augmentation)));
    }
    // By definition: all pixels less than half a side from the square's centre, for every centre.
    Set<List<Integer>> expected = new HashSet<>();
    for (int row = 0; row < SHAPE.height(); row++) {
      for (int column = 0; column < SHAPE.width(); column++) {
        float[] image = image();
        for (int pixel = 0; pixel < image.length; pixel++) {
          double down = pixel / SHAPE.width() % SHAPE.height() + 0.5 - row - side % 2 / 2.0;
          double right = pixel % SHAPE.width() + 0.5 - column - side % 2 / 2.0;
          if (Math.max(Math.abs(down), Math.abs(right)) < side / 2.0) {
            image[pixel] = 0;
          }
        }
        expected.add(zeros(image));
      }
    }
    // The probability that 600 images miss one of 30 squares is 30 (29/30)^600 = 4e-8.
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void noiseDoesNotFillCutout() {
    float[] output =
        apply(new Augmentation(new AugmentationConfig(0, false, 1, 1, 20, 0, 0, 0), SHAPE, 1));
    assertThat(output).containsOnly(0);
  }

  @Test
  void changesDependOnSeed() {
    Augmentation augmentation = new Augmentation(all(), SHAPE, 3);
    Augmentation same = new Augmentation(all(), SHAPE, 3);
    Augmentation other = new Augmentation(all(), SHAPE, 4);
    float[] first = apply(augmentation);
    assertThat(apply(same)).containsExactly(first);
    assertThat(apply(other)).isNotEqualTo(first);
    float[] second = apply(augmentation);
    assertThat(second).isNotEqualTo(first);
    assertThat(apply(same)).containsExactly(second);
    other.restart(3);
    assertThat(apply(other)).containsExactly(first);
    assertThat(apply(other)).containsExactly(second);
  }

  @Test
  void renderingAllocatesNoMemoryPerImage() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ImageChange change = new Augmentation(all(), SHAPE, 3).draw();
    ImageRenderer renderer = new ImageRenderer(SHAPE);
    float[] image = image();
    float[] output = new float[SHAPE.size()];
    long thread = Thread.currentThread().getId();
    for (int i = 0; i < 1000; i++) {
      renderer.render(change, image, output, 0);
    }
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < 1000; i++) {
      renderer.render(change, image, output, 0);
    }
    // One object per call would be at least 16,000 bytes.
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(8000);
  }

  @Test
  void greyImagesHaveTheLuminanceInAllChannels() {
    ImageShape shape = new ImageShape(3, 1, 2);
    Augmentation augmentation =
        new Augmentation(new AugmentationConfig(0, false, 0, 1, 0, 0, 0, 0.25), shape, 1);
    float[] image = {1, -1, 2, 0, -3, 4};
    int grey = 0;
    for (int i = 0; i < 4000; i++) {
      float[] output = new float[7];
      new ImageRenderer(shape).render(augmentation.draw(), image, output, 1);
      if (output[1] != image[0]) {
        grey++;
        for (int channel = 0; channel < 3; channel++) {
          assertThat(output[1 + 2 * channel]).isCloseTo(0.299f + 1.174f - 0.342f, within(1e-6f));
          assertThat(output[2 + 2 * channel]).isCloseTo(-0.299f + 0.456f, within(1e-6f));
        }
      }
    }
    // The standard error of the share is 0.007.
    assertThat(grey / 4000.0).isCloseTo(0.25, within(0.03));
  }

  @Test
  void imagesWithoutThreeChannelsStayAsTheyAre() {
    ImageShape shape = new ImageShape(1, 2, 3);
    float[] image = {1, -1, 2, 0, -3, 4};
    float[] output = new float[6];
    ImageChange change =
        new Augmentation(new AugmentationConfig(0, false, 0, 1, 0, 0, 0, 1), shape, 1).draw();
    new ImageRenderer(shape).render(change, image, output, 0);
    assertThat(output).isEqualTo(image);
  }

  private static AugmentationConfig all() {
    return new AugmentationConfig(2, true, 0.1, 0.5, 2, 0.1, 0.2, 0.3);
  }

  private static AugmentationConfig config(int shift, boolean flip, double noise) {
    return new AugmentationConfig(shift, flip, noise, 1, 0, 0, 0, 0);
  }

  private static float[] apply(Augmentation augmentation) {
    float[] output = new float[SHAPE.size()];
    new ImageRenderer(SHAPE).render(augmentation.draw(), image(), output, 0);
    return output;
  }

  /** An image with values 100 (channel + 1) + 10 row + column. */
  private static float[] image() {
    return shifted(0, 0);
  }

  /** The image moved down and right, as a formula of row and column. */
  private static float[] shifted(int down, int right) {
    float[] image = new float[SHAPE.size()];
    int i = 0;
    for (int channel = 1; channel <= SHAPE.channels(); channel++) {
      for (int row = 0; row < SHAPE.height(); row++) {
        for (int column = 0; column < SHAPE.width(); column++) {
          int fromRow = Math.max(0, Math.min(SHAPE.height() - 1, row - down));
          int fromColumn = Math.max(0, Math.min(SHAPE.width() - 1, column - right));
          image[i++] = 100 * channel + 10 * fromRow + fromColumn;
        }
      }
    }
    return image;
  }

  /**
   * Returns the shift, given by pixel (2, 2): its source, (2 − down, 2 − right), is always inside.
   */
  private static List<Integer> shiftOf(float[] image) {
    int middle = (int) image[2 * SHAPE.width() + 2] - 100;
    return List.of(2 - middle / 10, 2 - middle % 10);
  }

  /** Returns the positions where an image is zero; checks that all others are unchanged. */
  private static List<Integer> zeros(float[] image) {
    List<Integer> zeros = new ArrayList<>();
    for (int i = 0; i < image.length; i++) {
      if (image[i] == 0) {
        zeros.add(i);
      } else {
        assertThat(image[i]).isEqualTo(image()[i]);
      }
    }
    return zeros;
  }
}
