package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.model.EmbeddingStatistics;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingDriftTest {
  private static final int WIDTH = 64;
  private static final int CAUSES = 8;

  /** Quantiles of the chi-square distribution from tables: 10.828 for 1 degree, 29.588 for 10. */
  @ParameterizedTest
  @CsvSource({"1, 10.828", "10, 29.588"})
  void independentGaussianFeaturesHaveChiSquareThresholds(int width, double quantile) {
    float[] mean = new float[width];
    float[] deviation = new float[width];
    Arrays.fill(mean, 3);
    Arrays.fill(deviation, 2);
    EmbeddingStatistics training = new EmbeddingStatistics(100, mean, deviation, width, width, 0);
    double[] sums = new double[width];
    Arrays.fill(sums, 25 * (3 + 2 * 0.7));
    EmbeddingDrift found = EmbeddingDrift.of(training, new EmbeddingSums(25, sums)).orElseThrow();
    assertThat(found.moved()).isCloseTo(0.7, within(1e-12));
    assertThat(found.threshold())
        .isCloseTo(Math.sqrt(0.01 + quantile * (1 / 25.0 + 1 / 100.0) / width), within(1e-4));
    assertThat(found.isDrift()).isEqualTo(0.7 > found.threshold());
  }

  /**
   * The excess gives T the mean s and the variance s² of the exponential distribution, whose
   * quantile is s ln 1000. Four independent Gaussian features have half this variance.
   */
  @Test
  void heavyTailsRaiseTheThreshold() {
    double s = 1 / 20.0 + 1 / 1000.0;
    double fourth = Math.pow(20, -3) + Math.pow(1000, -3);
    float[] ones = {1, 1, 1, 1};
    EmbeddingStatistics training =
        new EmbeddingStatistics(1000, ones, ones, 4, 4, 8 * s * s / fourth);
    assertThat(
            EmbeddingDrift.of(training, new EmbeddingSums(20, new double[4]))
                .orElseThrow()
                .threshold())
        .isCloseTo(Math.sqrt(0.01 + s * Math.log(1000)), within(1e-9));
  }

  @Test
  void fewImagesAreNotCompared() {
    EmbeddingStatistics training = training(new Random(1), 100, false);
    assertThat(EmbeddingDrift.of(training, new EmbeddingSums(19, new double[WIDTH]))).isEmpty();
    assertThat(EmbeddingDrift.of(training, new EmbeddingSums(20, new double[WIDTH]))).isPresent();
  }

  /** Features behind a ReLU: correlated, skewed, and some of them almost always 0. */
  @ParameterizedTest
  @CsvSource({
    "50, 20, 50, false",
    "50, 20, 50, true",
    "500, 20, 50, false",
    "500, 20, 50, true",
    "500, 200, 20, true",
    "50, 400, 10, true"
  })
  void sameDistributionIsRarelyDrift(int reference, int images, int samples, boolean rare) {
    int trainings = 30;
    int drifts = 0;
    for (int seed = 0; seed < trainings; seed++) {
      Random random = new Random(31L * seed + images);
      EmbeddingStatistics training = training(random, reference, rare);
      for (int sample = 0; sample < samples; sample++) {
        EmbeddingSums sums = EmbeddingSums.of(embeddings(random, images, 0, rare));
        drifts += EmbeddingDrift.of(training, sums).orElseThrow().isDrift() ? 1 : 0;
      }
    }
    assertThat(drifts / (double) (trainings * samples)).isLessThanOrEqualTo(0.01);
  }

  @ParameterizedTest
  @CsvSource({"20, 1", "200, 0.5", "1000, 0.3"})
  void shiftsAreFound(int images, float shift) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      EmbeddingStatistics training = training(random, 500, true);
      EmbeddingSums sums = EmbeddingSums.of(embeddings(random, images, shift, true));
      assertThat(EmbeddingDrift.of(training, sums).orElseThrow().isDrift()).isTrue();
    }
  }

  @Test
  void sumsOfPartsAreThoseOfTheWhole() {
    float[][] rows = embeddings(new Random(4), 30, 0, true);
    EmbeddingSums whole = EmbeddingSums.of(rows);
    EmbeddingSums parts =
        EmbeddingSums.of(Arrays.copyOf(rows, 11))
            .plus(EmbeddingSums.of(Arrays.copyOfRange(rows, 11, 30)));
    assertThat(parts.count()).isEqualTo(whole.count()).isEqualTo(30);
    assertThat(parts.sums()).containsExactly(whole.sums(), within(1e-9));
  }

  @Test
  void sentenceStatesNumbersAndRemedy() {
    assertThat(new EmbeddingDrift(2000, 0.834, 0.312).sentence())
        .isEqualTo(
            "the 2000 examples differ from the model's training examples: their mean embedding is"
                + " 0.83 standard deviations away (threshold 0.31); check brightness, colours, crop"
                + " and shares of the classes, and label some of them to measure the accuracy");
    assertThat(new EmbeddingDrift(20, Double.NaN, 0.3).isDrift()).isTrue();
  }

  private static EmbeddingStatistics training(Random random, int count, boolean rare) {
    return EmbeddingStatistics.of(embeddings(random, count, 0, rare)).orElseThrow();
  }

  /** Returns max(0, a mixture of a few causes and noise), where the causes move by a shift. */
  private static float[][] embeddings(Random random, int count, float shift, boolean rare) {
    float[][] rows = new float[count][WIDTH];
    Random mixing = new Random(99);
    float[][] weights = new float[WIDTH][CAUSES];
    for (float[] row : weights) {
      for (int c = 0; c < CAUSES; c++) {
        row[c] = (float) mixing.nextGaussian();
      }
    }
    for (float[] row : rows) {
      float[] causes = new float[CAUSES];
      for (int c = 0; c < CAUSES; c++) {
        causes[c] = (float) random.nextGaussian() + shift;
      }
      for (int j = 0; j < WIDTH; j++) {
        float sum = (float) random.nextGaussian() - (rare && j % 4 == 0 ? 6 : 0);
        for (int c = 0; c < CAUSES; c++) {
          sum += weights[j][c] * causes[c];
        }
        row[j] = Math.max(0, sum);
      }
    }
    return rows;
  }
}
