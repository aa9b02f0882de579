package io.lautum.evaluation.generalisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {
  @Test
  void noiseDependsOnlyOnTheImagesId() {
    GaussianNoise noise = new GaussianNoise(3, 4);
    float[] all = noise.of(new long[] {7, 8, 9});
    assertThat(noise.of(new long[] {9})).isEqualTo(Arrays.copyOfRange(all, 8, 12));
    assertThat(new GaussianNoise(4, 4).of(new long[] {9})).isNotEqualTo(noise.of(new long[] {9}));
  }

  @Test
  void noiseIsStandardNormalOverAllImages() {
    float[] noise = new GaussianNoise(5, 10).of(LongStream.range(0, 4000).toArray());
    double mean = 0;
    double square = 0;
    double within1 = 0;
    for (float value : noise) {
      mean += value / noise.length;
      square += (double) value * value / noise.length;
      within1 += Math.abs(value) < 1 ? 1.0 / noise.length : 0;
    }
    assertThat(mean).isCloseTo(0, within(0.02));
    assertThat(square).isCloseTo(1, within(0.03));
    assertThat(within1).isCloseTo(0.6827, within(0.01));
  }

  @Test
  void sizeIsTheStandardDeviation() {
    float[] images = {1, 2};
    assertThat(GaussianNoise.add(images, new float[] {4, -2}, 0.5)).containsExactly(3, 1);
    assertThat(images).containsExactly(1, 2);
  }
}
