package io.lautum.data.glyphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ElasticDistortionTest {
  private static final int SIDE = 60;
  private static final double SIGMA = 3;

  private final ElasticDistortion distortion = new ElasticDistortion(SIDE, SIDE, SIGMA);

  /**
   * Returns horizontal displacements: on the ramp f(x, y) = x they are the changes of the pixels.
   */
  private float[] horizontalDisplacements(double alpha, long seed) {
    float[] ramp = new float[SIDE * SIDE];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i % SIDE;
    }
    float[] change = distortion.apply(ramp, alpha, new SplittableRandom(seed));
    for (int i = 0; i < ramp.length; i++) {
      change[i] -= ramp[i];
    }
    return change;
  }

  @Test
  void zeroAlphaKeepsTheImage() {
    float[] change = horizontalDisplacements(0, 1);
    assertThat(change).containsOnly(0f);
  }

  /**
   * White noise of variance α²/3, smoothed by a Gaussian in two dimensions, has variance
   * α²/(3·4πσ²) and correlation exp(−1/(4σ²)) between neighbours.
   */
  @Test
  void displacementsHaveTheVarianceAndSmoothnessOfTheGaussian() {
    double alpha = 20;
    double squares = 0;
    double products = 0;
    long count = 0;
    for (int seed = 0; seed < 200; seed++) {
      float[] field = horizontalDisplacements(alpha, seed);
      for (int y = 10; y < SIDE - 10; y++) {
        for (int x = 10; x < SIDE - 10; x++) {
          double value = field[y * SIDE + x];
          squares += value * value;
          products += value * field[y * SIDE + x + 1];
          count++;
        }
      }
    }
    double variance = alpha * alpha / (3 * 4 * Math.PI * SIGMA * SIGMA);
    assertThat(squares / count).isCloseTo(variance, within(0.08 * variance));
    assertThat(products / squares).isCloseTo(Math.exp(-1 / (4 * SIGMA * SIGMA)), within(0.005));
  }

  @Test
  void outsideIsBlackAndTheInputIsUnchanged() {
    float[] white = new float[SIDE * SIDE];
    Arrays.fill(white, 1);
    float[] distorted = distortion.apply(white, 60, new SplittableRandom(5));
    assertThat(white).containsOnly(1f);
    for (int i = 0; i < distorted.length; i++) {
      assertThat(distorted[i]).isBetween(0f, 1.0001f);
    }
    assertThat(distorted[SIDE * SIDE / 2 + SIDE / 2]).isCloseTo(1, within(1e-5f));
    boolean darkened = false;
    for (int x = 0; x < SIDE; x++) {
      darkened |= distorted[x] < 0.9f;
    }
    assertThat(darkened).isTrue();
  }
}
