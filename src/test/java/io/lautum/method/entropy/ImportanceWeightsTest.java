package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ImportanceWeightsTest {
  private static final double EXACT = 1e-12;

  private static ImportanceWeights of(double[] losses, float[][] vectors) {
    ImportanceWeights weights = new ImportanceWeights(vectors[0].length);
    for (int k = 0; k < losses.length; k++) {
      weights.add(losses[k], vectors[k], 1);
    }
    return weights;
  }

  private static ImportanceWeights of(double... losses) {
    return of(losses, new float[losses.length][1]);
  }

  @Test
  void weightsFollowDefinition() {
    double[] losses = {1.1, 2, 0.3};
    float[][] vectors = {{1, 0}, {-2, 4}, {0.5f, 3}};

    ImportanceWeights weights = of(losses, vectors);

    double[] w = {Math.exp(-1.1), Math.exp(-2), Math.exp(-0.3)};
    double sum = w[0] + w[1] + w[2];
    assertThat(weights.mean()[0]).isCloseTo((w[0] - 2 * w[1] + 0.5 * w[2]) / sum, within(EXACT));
    assertThat(weights.mean()[1]).isCloseTo((4 * w[1] + 3 * w[2]) / sum, within(EXACT));
    assertThat(weights.effectiveSampleSize())
        .isCloseTo(sum * sum / (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]), within(EXACT));
    assertThat(weights.negativeLogMean()).isCloseTo(-Math.log(sum / 3), within(EXACT));
  }

  @Test
  void effectiveSampleSizeIsAllForEqualLossesAndOneForDominatingSample() {
    assertThat(of(5, 5, 5, 5).effectiveSampleSize()).isCloseTo(4, within(EXACT));
    assertThat(of(500, 0, 800, 1000).effectiveSampleSize()).isCloseTo(1, within(EXACT));
    assertThat(of(1e4, 1e4, 2e4).effectiveSampleSize()).isCloseTo(2, within(EXACT));
  }

  @Test
  void largeLossesLoseNoPrecision() {
    double[] losses = {10_000.3, 10_002, 10_001.1};
    double[] negative = {-9_999.7, -9_998, -9_998.9};
    float[][] vectors = {{1}, {-2}, {0.5f}};
    double expected = of(new double[] {0.3, 2, 1.1}, vectors).mean()[0];

    assertThat(of(losses, vectors).mean()[0]).isCloseTo(expected, within(1e-11));
    assertThat(of(negative, vectors).mean()[0]).isCloseTo(expected, within(1e-11));
    assertThat(of(losses, vectors).negativeLogMean())
        .isCloseTo(
            10_000 + of(new double[] {0.3, 2, 1.1}, vectors).negativeLogMean(), within(1e-11));
  }

  @Test
  void sampleWithInfiniteLossHasNoWeight() {
    ImportanceWeights weights =
        of(new double[] {Double.POSITIVE_INFINITY, 1}, new float[][] {{9}, {3}});

    assertThat(weights.mean()).containsExactly(3);
    assertThat(weights.effectiveSampleSize()).isEqualTo(1);
    assertThat(weights.negativeLogMean()).isCloseTo(1 + Math.log(2), within(EXACT));
    assertThat(of(Double.POSITIVE_INFINITY).mean()).containsExactly(Double.NaN);
  }

  @Test
  void nanLossIsPropagated() {
    assertThat(of(1, Double.NaN, 2).mean()).containsExactly(Double.NaN);
    assertThat(of(Double.NaN, 2).mean()).containsExactly(Double.NaN);
  }

  @Test
  void antitheticSampleIsSampleOfMirroredVector() {
    ImportanceWeights mirrored = new ImportanceWeights(1);
    mirrored.add(0.5, new float[] {2}, -1);
    mirrored.add(0.1, new float[] {2}, 1);

    assertThat(mirrored.mean()[0])
        .isEqualTo(of(new double[] {0.5, 0.1}, new float[][] {{-2}, {2}}).mean()[0]);
  }

  @Test
  void vectorsOfOtherLengthAreRejected() {
    ImportanceWeights weights = new ImportanceWeights(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> weights.add(1, new float[3], 1))
        .withMessage("a vector must have [2] entries, got [3]");
  }
}
