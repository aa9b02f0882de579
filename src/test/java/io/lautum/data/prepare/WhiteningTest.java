package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ejml.simple.SimpleEVD;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteningTest {
  @ParameterizedTest
  @CsvSource({"50, 400, 10", "120, 500, 12", "20, 300, 15"})
  void agreesWithAnEigendecompositionOfTheCovariance(int inputs, int n, int components) {
    List<float[]> rows = rows(inputs, n, inputs, 1);
    double[][] expected = whitenedByEigendecomposition(rows, components);
    Whitening whitening = fit(rows, components);

    assertThat(whitening.components()).isEqualTo(components);
    for (int k = 0; k < components; k++) {
      double sign = Math.signum(expected[0][k] * whitening.apply(rows.get(0))[k]);
      double worst = 0;
      for (int j = 0; j < n; j++) {
        double z = whitening.apply(rows.get(j))[k];
        worst = Math.max(worst, Math.abs(z - sign * expected[j][k]));
      }
      assertThat(worst).as("component %d", k).isLessThan(1e-6);
    }
  }

  /** Uses exact components up to 100 values, otherwise randomised ones. */
  @ParameterizedTest
  @CsvSource({"50, 400, 10", "120, 500, 12", "300, 200, 40"})
  void whitenedExamplesHaveMeanZeroAndCovarianceIdentity(int inputs, int n, int components) {
    List<float[]> rows = rows(inputs, n, inputs, 2);
    Whitening whitening = fit(rows, components, 100);
    SimpleMatrix z = new SimpleMatrix(n, components);
    for (int j = 0; j < n; j++) {
      float[] whitened = whitening.apply(rows.get(j));
      for (int k = 0; k < components; k++) {
        z.set(j, k, whitened[k]);
      }
    }
    SimpleMatrix mean = z.transpose().mult(SimpleMatrix.filled(n, 1, 1.0 / n));
    SimpleMatrix covariance = z.transpose().mult(z).divide(n);
    assertThat(mean.elementMaxAbs()).isLessThan(1e-6);
    assertThat(covariance.minus(SimpleMatrix.identity(components)).elementMaxAbs())
        .isLessThan(1e-6);
  }

  /** The columns are independent, and the leading two have variance 25 + 16 of 25 + 16 + 9 + ... */
  @Test
  void explainedVarianceIsTheShareOfTheComponents() {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (float sign : new float[] {-1, 1}) {
        float[] row = {10, 20, 30};
        row[i] += sign * (5 - i);
        rows.add(row);
      }
    }
    Whitening whitening = fit(rows, 2);
    assertThat(whitening.explainedVariance()).isCloseTo(41.0 / 50, within(1e-9));
    float standardDeviation = (float) Math.sqrt(2 * 25 / 6.0);
    assertThat(whitening.apply(new float[] {15, 20, 30}))
        .containsExactly(new float[] {5 / standardDeviation, 0}, within(1e-6f));
  }

  @Test
  void largestEntryOfEachDirectionIsPositive() {
    int inputs = 50;
    List<float[]> rows = rows(inputs, 200, inputs, 3);
    Whitening whitening = fit(rows, 8);
    float[] origin = whitening.apply(new float[inputs]);
    double[] largest = new double[8];
    for (int i = 0; i < inputs; i++) {
      float[] unit = new float[inputs];
      unit[i] = 1;
      float[] z = whitening.apply(unit);
      for (int k = 0; k < 8; k++) {
        double entry = z[k] - origin[k];
        largest[k] = Math.abs(entry) > Math.abs(largest[k]) ? entry : largest[k];
      }
    }
    assertThat(Arrays.stream(largest)).allMatch(entry -> entry > 0);
  }

  @ParameterizedTest
  @CsvSource({"40, 4", "150, 4"})
  void keepsOnlyDirectionsWithVariance(int inputs, int rank) {
    List<float[]> rows = rows(inputs, 300, rank, 4);
    Whitening whitening = fit(rows, 10, 100);
    assertThat(whitening.components()).isEqualTo(rank);
    assertThat(whitening.explainedVariance()).isCloseTo(1, within(1e-9));
  }

  @Test
  void componentsAreLimitedToTheNumberOfValues() {
    assertThat(fit(rows(6, 100, 6, 5), 64).components()).isEqualTo(6);
    assertThat(fit(rows(6, 100, 6, 5), 64, 5).components()).isEqualTo(6);
  }

  /** Uses three partitions, because their sums would depend on the order of addition. */
  @ParameterizedTest
  @ValueSource(ints = {100, 10})
  void sameRowsAndSeedGiveTheSameBits(int exactPcaMaxValues) throws IOException {
    List<float[]> rows = rows(50, 400, 50, 8);
    assertThat(serialize(fit(rows, 10, exactPcaMaxValues)))
        .isEqualTo(serialize(fit(rows, 10, exactPcaMaxValues)));
  }

  @Test
  void tooLittleDataIsRejected() {
    float[] row = {1, 2, 3};
    assertThatThrownBy(() -> fit(List.of(), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least 2 unlabelled examples, found 0");
    assertThatThrownBy(() -> fit(List.of(row), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 1");
    assertThatThrownBy(() -> fit(List.of(row, row, row), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("variance of 0.0");
    assertThatThrownBy(() -> fit(List.of(row, new float[] {1, Float.NaN, 2}), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("variance of NaN");
    assertThatThrownBy(() -> fit(List.of(row), 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void imagesOfAnotherSizeAreRejected() {
    Whitening whitening = new Whitening(new double[4], new double[8], 1);
    assertThatThrownBy(() -> whitening.apply(new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the whitening expects [4] values, got [5]");
  }

  @Test
  void serializationRoundTrips() throws IOException, ClassNotFoundException {
    List<float[]> rows = rows(12, 100, 12, 6);
    Whitening whitening = fit(rows, 5);
    Whitening copy = (Whitening) deserialize(serialize(whitening));
    assertThat(copy.apply(rows.get(0))).isEqualTo(whitening.apply(rows.get(0)));
    assertThat(copy.components()).isEqualTo(5);
    assertThat(copy.explainedVariance()).isEqualTo(whitening.explainedVariance());
  }

  private static Whitening fit(List<float[]> rows, int components) {
    return fit(rows, components, Integer.MAX_VALUE);
  }

  private static Whitening fit(List<float[]> rows, int components, int exactPcaMaxValues) {
    return Whitening.fit(
        LocalSpark.context().parallelize(rows, 3), components, exactPcaMaxValues, 7);
  }

  /**
   * Returns n rows around a mean, of the given rank, with variances that decrease from direction to
   * direction.
   */
  private static List<float[]> rows(int inputs, int n, int rank, long seed) {
    Random random = new Random(seed);
    float[][] directions = new float[rank][inputs];
    for (int k = 0; k < rank; k++) {
      for (int i = 0; i < inputs; i++) {
        // Multiples of 1/16 and the small factors below make every row exact in floats.
        directions[k][i] = (random.nextInt(33) - 16) / 16f;
      }
    }
    List<float[]> rows = new ArrayList<>();
    for (int j = 0; j < n; j++) {
      float[] row = new float[inputs];
      Arrays.fill(row, 3);
      for (int k = 0; k < rank; k++) {
        float factor = Math.round(random.nextGaussian() * 256 / (1 + 0.3 * k)) / 64f;
        for (int i = 0; i < inputs; i++) {
          row[i] += factor * directions[k][i];
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private static double[][] whitenedByEigendecomposition(List<float[]> rows, int components) {
    int inputs = rows.get(0).length;
    SimpleMatrix x = new SimpleMatrix(rows.size(), inputs);
    for (int i = 0; i < inputs; i++) {
      int column = i;
      double mean = rows.stream().mapToDouble(row -> row[column]).average().orElseThrow();
      for (int j = 0; j < rows.size(); j++) {
        x.set(j, i, rows.get(j)[i] - mean);
      }
    }
    SimpleEVD<SimpleMatrix> eigen = x.transpose().mult(x).divide(rows.size()).eig();
    Integer[] order = new Integer[inputs];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order, (a, b) -> Double.compare(eigen.getEigenvalue(b).real, eigen.getEigenvalue(a).real));
    double[][] whitened = new double[rows.size()][components];
    for (int k = 0; k < components; k++) {
      SimpleMatrix z =
          x.mult(eigen.getEigenVector(order[k]))
              .divide(Math.sqrt(eigen.getEigenvalue(order[k]).real));
      for (int j = 0; j < rows.size(); j++) {
        whitened[j][k] = z.get(j);
      }
    }
    return whitened;
  }

  private static byte[] serialize(Whitening whitening) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(whitening);
    }
    return bytes.toByteArray();
  }

  private static Object deserialize(byte[] content) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(content))) {
      return in.readObject();
    }
  }
}
