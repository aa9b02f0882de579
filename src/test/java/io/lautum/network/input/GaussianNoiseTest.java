package io.lautum.network.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.random.SplitMix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {
  private static final int SIZE = 100_000;

  @Test
  void addsTheNumbersOfSplittableRandomAndContinuesAfterThem() {
    for (int seed = 0; seed < 10; seed++) {
      SplittableRandom expected = new SplittableRandom(seed);
      SplitMix random = new SplitMix(seed);
      assertThat(random.nextInt()).isEqualTo(expected.nextInt());
      GaussianNoise noise = GaussianNoise.draw(random, 0.3, SIZE);
      float[] image = new float[SIZE + 2];
      image[0] = 7;
      noise.addTo(image, 1, SIZE);
      assertThat(image[0]).isEqualTo(7);
      assertThat(image[SIZE + 1]).isZero();
      for (int k = 0; k < SIZE; k++) {
        assertThat(image[k + 1]).isEqualTo((float) (0.3 * expected.nextGaussian()));
      }
      assertThat(random.nextLong()).isEqualTo(expected.nextLong());
    }
  }

  /** Values without an entry follow from the draw at their position, as engines compute them. */
  @Test
  void fewValuesAreListed() {
    GaussianNoise noise = GaussianNoise.draw(new SplitMix(1), 0.3, SIZE);
    // Binomial(100,000, 3/256): mean 1172, standard deviation 34.
    assertThat(noise.listed().length).isBetween(1000, 1350);
    assertThat(noise.values()).hasSameSizeAs(noise.listed());
    assertThat(noise.extra()).hasSameSizeAs(noise.listed()).isSorted();
    assertThat(noise.extra()[0]).as("at least one further draw").isPositive();
  }
}
