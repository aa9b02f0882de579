package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class GaussianSamplesTest {
  private static final int LENGTH = 200_000;

  private static float[] sample(double tau, long seed, long k, int length) {
    float[] sample = new float[length];
    new GaussianSamples(tau, seed).displacement(k, sample);
    return sample;
  }

  @Test
  void sampleDependsOnlyOnSeedAndIndex() {
    GaussianSamples samples = new GaussianSamples(0.25, 7);
    float[] later = new float[1000];
    samples.displacement(5, later);
    samples.displacement(3, later);

    assertThat(later).isEqualTo(sample(0.25, 7, 3, 1000));
    assertThat(later).isNotEqualTo(sample(0.25, 8, 3, 1000));
    assertThat(later).isNotEqualTo(sample(0.25, 7, 4, 1000));
    assertThat(Arrays.copyOf(later, 10)).isEqualTo(sample(0.25, 7, 3, 10));
  }

  @Test
  void valuesAreNormalWithVarianceTau() {
    float[] drawn = sample(0.04, 1, 0, LENGTH);
    double[] values = new double[LENGTH];
    Arrays.setAll(values, i -> drawn[i]);

    double distance =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovStatistic(new NormalDistribution(0, 0.2), values);

    // 1.95/√n is the 99.9% point of the Kolmogorov distribution.
    assertThat(distance).isLessThan(1.95 / Math.sqrt(LENGTH));
  }

  @Test
  void samplesAreUncorrelated() {
    float[] first = sample(1, 1, 0, LENGTH);
    float[] second = sample(1, 1, 1, LENGTH);
    double sum = 0;
    double lagged = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += first[i] * second[i];
      lagged += first[i] * first[(i + 1) % LENGTH];
    }
    assertThat(sum / LENGTH).isCloseTo(0, within(4 / Math.sqrt(LENGTH)));
    assertThat(lagged / LENGTH).isCloseTo(0, within(4 / Math.sqrt(LENGTH)));
  }

  @Test
  void antitheticSamplesAreMirrored() {
    float[] mean = {1, -2};
    float[] displacement = {0.5f, 0.25f};
    float[] sample = new float[2];
    GaussianSamples.displace(mean, 1, displacement, sample);
    assertThat(sample).containsExactly(1.5f, -1.75f);
    GaussianSamples.displace(mean, -1, displacement, sample);
    assertThat(sample).containsExactly(0.5f, -2.25f);
  }

  @Test
  void nonPositiveVarianceIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianSamples(0, 1))
        .withMessage("tau must be positive and finite, got [0.0]");
  }
}
