package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class ImportanceWeightsTest {
  private static final double EXACT = 1e-12;

  private static ImportanceWeights of(double[] losses, float[][] vectors, int from, int to) {
    ImportanceWeights weights = new ImportanceWeights(vectors[0].length);
    for (int k = from; k < to; k++) {
      weights.add(losses[k], vectors[k]);
    }
    return weights;
  }

  private static ImportanceWeights of(double... losses) {
    return of(losses, new float[losses.length][1], 0, losses.length);
  }

  @Test
  void weightsFollowDefinition() {
    double[] losses = {0.3, 2, 1.1};
    float[][] vectors = {{1, 0}, {-2, 4}, {0.5f, 3}};

    ImportanceWeights weights = of(losses, vectors, 0, 3);

    double[] w = {Math.exp(-0.3), Math.exp(-2), Math.exp(-1.1)};
    double sum = w[0] + w[1] + w[2];
    assertThat(weights.mean()[0]).isCloseTo((w[0] - 2 * w[1] + 0.5 * w[2]) / sum, within(EXACT));
    assertThat(weights.mean()[1]).isCloseTo((4 * w[1] + 3 * w[2]) / sum, within(EXACT));
    assertThat(weights.effectiveSampleSize())
        .isCloseTo(sum * sum / (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]), within(EXACT));
    assertThat(weights.negativeLogMean()).isCloseTo(-Math.log(sum / 3), within(EXACT));
    assertThat(weights.samples()).isEqualTo(3);
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
    double expected = of(new double[] {0.3, 2, 1.1}, vectors, 0, 3).mean()[0];

    assertThat(of(losses, vectors, 0, 3).mean()[0]).isCloseTo(expected, within(1e-11));
    assertThat(of(negative, vectors, 0, 3).mean()[0]).isCloseTo(expected, within(1e-11));
    assertThat(of(losses, vectors, 0, 3).negativeLogMean())
        .isCloseTo(
            10_000 + of(new double[] {0.3, 2, 1.1}, vectors, 0, 3).negativeLogMean(),
            within(1e-11));
  }

  @Test
  void sampleWithInfiniteLossHasNoWeight() {
    ImportanceWeights weights =
        of(new double[] {Double.POSITIVE_INFINITY, 1}, new float[][] {{9}, {3}}, 0, 2);

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
        .isEqualTo(of(new double[] {0.5, 0.1}, new float[][] {{-2}, {2}}, 0, 2).mean()[0]);
  }

  @Test
  void mergedPartsEqualWhole() {
    Random random = new Random(3);
    int samples = 60;
    double[] losses = random.doubles(samples, 0, 2000).map(x -> x / 20).toArray();
    float[][] vectors = new float[samples][5];
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    ImportanceWeights whole = of(losses, vectors, 0, samples);
    ImportanceWeights merged = new ImportanceWeights(5);
    merged.merge(of(losses, vectors, 0, 13));
    merged.merge(of(losses, vectors, 13, 14));
    merged.merge(new ImportanceWeights(5));
    merged.merge(of(losses, vectors, 14, samples));

    assertThat(merged.samples()).isEqualTo(samples);
    assertThat(merged.mean()).containsExactly(whole.mean(), within(EXACT));
    assertThat(merged.effectiveSampleSize())
        .isCloseTo(whole.effectiveSampleSize(), within(EXACT * samples));
    assertThat(merged.negativeLogMean()).isCloseTo(whole.negativeLogMean(), within(EXACT));
  }

  @Test
  void mergesPartsWithVeryDifferentWeights() {
    ImportanceWeights merged = of(1e4);
    merged.merge(of(0, 0));
    merged.merge(of(2e4, Double.POSITIVE_INFINITY));

    assertThat(merged.samples()).isEqualTo(5);
    assertThat(merged.effectiveSampleSize()).isCloseTo(2, within(EXACT));
    assertThat(merged.negativeLogMean()).isCloseTo(Math.log(2.5), within(EXACT));
  }

  @Test
  void survivesSerialisation() {
    ImportanceWeights weights = of(new double[] {1, 2}, new float[][] {{1}, {5}}, 0, 2);
    ImportanceWeights read = SerializationUtils.roundtrip(weights);
    assertThat(read.mean()).isEqualTo(weights.mean());
    assertThat(read.negativeLogMean()).isEqualTo(weights.negativeLogMean());
  }

  @Test
  void vectorsOfOtherLengthAreRejected() {
    ImportanceWeights weights = new ImportanceWeights(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> weights.add(1, new float[3]))
        .withMessage("a vector must have [2] entries, got [3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> weights.merge(new ImportanceWeights(3)))
        .withMessage("parts must have vectors of one length, got [2] and [3]");
  }
}
