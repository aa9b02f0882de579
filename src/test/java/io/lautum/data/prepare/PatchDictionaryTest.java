package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import io.lautum.data.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchDictionaryTest {
  private static final double TINY = 1e-6;

  /** Standard deviation of a patch of the values 0, 0, 0 and 4, with 0.01 added to the variance. */
  private static final double DEVIATION = Math.sqrt(3.01);

  /** The normalised patch of 0, 0, 0 and 4, and the flat one. */
  private static final double[] PATCHES = {
    -1 / DEVIATION, 0, -1 / DEVIATION, 0, -1 / DEVIATION, 0, 3 / DEVIATION, 0
  };

  /** Distance between the two. */
  private static final double DISTANCE = Math.sqrt(12) / DEVIATION;

  private static PatchDictionary dictionary(ImageShape shape) {
    double[] identity = new double[16];
    for (int i = 0; i < 4; i++) {
      identity[5 * i] = 1;
    }
    return new PatchDictionary(shape, 2, new Whitening(new double[4], identity, 1), PATCHES);
  }

  /** The distances of the patch are 0 and DISTANCE, so that their mean is DISTANCE / 2. */
  @Test
  void featureIsTheMeanDistanceLessTheOwnOne() {
    float[] features = dictionary(new ImageShape(1, 2, 2)).apply(new float[] {0, 0, 0, 4});
    assertThat(features).hasSize(8);
    assertThat(features[0]).isCloseTo((float) (DISTANCE / 2), within((float) TINY));
    assertThat(List.of(features[1], features[2], features[7])).containsOnly(0f);
  }

  /** Only the last patch is not flat; the quarters have 4, 2, 2 and 1 patches. */
  @Test
  void quartersAreMeansOverTheirPatches() {
    float[] image = new float[16];
    image[15] = 4;
    float[] features = dictionary(new ImageShape(1, 4, 4)).apply(image);
    float half = (float) (DISTANCE / 2);
    assertThat(features)
        .containsExactly(new float[] {0, half, 0, half, 0, half, half, 0}, within((float) TINY));
  }

  @Test
  void brightnessAndContrastDoNotCount() {
    ImageShape shape = new ImageShape(1, 5, 3);
    float[] image = new float[shape.size()];
    float[] changed = new float[shape.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = 100 * (i * i % 7);
      changed[i] = 3 * image[i] - 50;
    }
    assertThat(dictionary(shape).apply(changed))
        .containsExactly(dictionary(shape).apply(image), within(1e-4f));
  }

  /**
   * 33 positions are taken in steps of 2, so that each patch has the bright pixel as its last one.
   */
  @Test
  void largeImagesAreSampled() {
    ImageShape shape = new ImageShape(1, 34, 34);
    float[] image = new float[shape.size()];
    for (int y = 1; y < 34; y += 2) {
      for (int x = 1; x < 34; x += 2) {
        image[y * 34 + x] = 4;
      }
    }
    float half = (float) (DISTANCE / 2);
    assertThat(dictionary(shape).apply(image))
        .containsExactly(new float[] {half, 0, half, 0, half, 0, half, 0}, within((float) TINY));
  }

  /** The last patch is one of the 16 x 16 in its quarter, and the only one that is not flat. */
  @Test
  void thirtyTwoPositionsAreAllTaken() {
    ImageShape shape = new ImageShape(1, 33, 33);
    float[] image = new float[shape.size()];
    image[image.length - 1] = 4;
    float[] features = dictionary(shape).apply(image);
    assertThat(features[6]).isCloseTo((float) (DISTANCE / 2 / 256), within((float) TINY));
  }

  /** Stripes of one pixel have four patches: horizontal and vertical, dark or bright first. */
  @Test
  void dictionaryOfFourPatchesIsFound() {
    ImageShape shape = new ImageShape(1, 8, 8);
    List<float[]> images = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      float[] image = new float[shape.size()];
      for (int j = 0; j < image.length; j++) {
        image[j] = (i % 2 == 0 ? j / 8 : j) % 2 == 0 ? -1 : 1;
      }
      images.add(image);
    }
    PatchDictionary found = fit(images, shape, 4);
    int width = found.whitening().components();
    assertThat(found.patches()).hasSize(4 * width);
    for (int i = 0; i < 2; i++) {
      for (int start = 0; start < 2; start++) {
        float[] patch =
            found.whitening().apply(PatchDictionary.patch(shape, images.get(i), 4, start, start));
        double nearest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 4; k++) {
          double squares = 0;
          for (int j = 0; j < width; j++) {
            squares += Math.pow(patch[j] - found.patches()[4 * j + k], 2);
          }
          nearest = Math.min(nearest, squares);
        }
        assertThat(nearest).isLessThan(TINY);
      }
    }
    assertThat(fit(images, shape, 4).patches()).isEqualTo(found.patches());
  }

  private static PatchDictionary fit(List<float[]> images, ImageShape shape, int count) {
    return new PatchDictionaryFit(4, count, 3)
        .fit(LocalSpark.context().parallelize(images, 3), images.size(), shape);
  }
}
