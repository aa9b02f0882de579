package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleSVD;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
  private static final int D = 200;
  private static final int N = 700;
  private static final int COMPONENTS = 10;

  /** Returns rows with the given standard deviations along random orthogonal directions. */
  private static List<float[]> rows(IntToDoubleFunction deviation) {
    Random random = new Random(4);
    SimpleMatrix basis = SimpleMatrix.random_DDRM(D, D, -1, 1, random).svd().getU();
    List<float[]> rows = new ArrayList<>();
    for (int j = 0; j < N; j++) {
      SimpleMatrix row = new SimpleMatrix(D, 1);
      for (int k = 0; k < D; k++) {
        row.set(k, deviation.applyAsDouble(k) * random.nextGaussian());
      }
      row = basis.mult(row);
      float[] values = new float[D];
      for (int i = 0; i < D; i++) {
        values[i] = (float) row.get(i) + 1;
      }
      rows.add(values);
    }
    return rows;
  }

  private static Covariance covariance(List<float[]> rows) {
    double[] mean = new double[D];
    for (float[] row : rows) {
      for (int i = 0; i < D; i++) {
        mean[i] += row[i] / (double) N;
      }
    }
    return new Covariance(LocalSpark.context().parallelize(rows, 5), mean, N);
  }

  /**
   * Returns the smallest cosine of the angles between the spaces that two sets of directions span.
   */
  private static double smallestCosine(PrincipalComponents a, PrincipalComponents b) {
    SimpleSVD<SimpleMatrix> svd =
        SimpleMatrix.wrap(a.directions()).mult(SimpleMatrix.wrap(b.directions()).transpose()).svd();
    return Arrays.stream(svd.getSingularValues()).min().orElseThrow();
  }

  @Test
  void exactComponentsAgreeWithMllib() {
    List<float[]> rows = rows(k -> Math.pow(0.8, k));
    PrincipalComponents found = PrincipalComponents.exact(covariance(rows), COMPONENTS);
    JavaRDD<Vector> vectors =
        LocalSpark.context()
            .parallelize(rows, 2)
            .map(
                row -> {
                  double[] values = new double[row.length];
                  Arrays.setAll(values, i -> row[i]);
                  return Vectors.dense(values);
                });
    var expected =
        new RowMatrix(vectors.rdd()).computePrincipalComponentsAndExplainedVariance(COMPONENTS);
    for (int k = 0; k < COMPONENTS; k++) {
      double cosine = 0;
      for (int i = 0; i < D; i++) {
        cosine += found.directions().get(k, i) * expected._1().apply(i, k);
      }
      assertThat(Math.abs(cosine)).isCloseTo(1, within(1e-10));
      assertThat(found.variances()[k] / found.variances()[0])
          .isCloseTo(expected._2().apply(k) / expected._2().apply(0), within(1e-10));
    }
  }

  /** The sixth power of 0.8^11 is 4e-7: the bound on the angle of the last component. */
  @Test
  void randomizedComponentsOfADecayingSpectrumAreExact() {
    Covariance covariance = covariance(rows(k -> Math.pow(0.8, k)));
    PrincipalComponents exact = PrincipalComponents.exact(covariance, COMPONENTS);
    PrincipalComponents found = PrincipalComponents.randomized(covariance, COMPONENTS, 1);
    assertThat(Math.acos(Math.min(1, smallestCosine(exact, found)))).isLessThan(1e-5);
    for (int k = 0; k < COMPONENTS; k++) {
      assertThat(found.variances()[k] / exact.variances()[k]).isCloseTo(1, within(1e-9));
    }
    assertThat(found.residual()).isLessThan(1e-4);
  }

  /**
   * Every third row suffices to find the directions; the variances are those of all rows. The angle
   * is that of the sample's principal components, about √(λ₁₁ λ₁₀ / 233) / (λ₁₀ − λ₁₁) = 0.15, in
   * the last direction.
   */
  @Test
  void directionsOfASampleHaveTheVariancesOfAllRows() {
    List<float[]> rows = rows(k -> Math.pow(0.8, k));
    Covariance covariance = covariance(rows);
    PrincipalComponents exact = PrincipalComponents.exact(covariance, COMPONENTS);
    PrincipalComponents found = PrincipalComponents.randomized(covariance, COMPONENTS, 1, N / 3);

    assertThat(Math.acos(Math.min(1, smallestCosine(exact, found)))).isBetween(1e-4, 0.3);
    SimpleMatrix v = SimpleMatrix.wrap(found.directions());
    SimpleMatrix projected = v.mult(SimpleMatrix.wrap(covariance.matrix())).mult(v.transpose());
    for (int k = 0; k < COMPONENTS; k++) {
      assertThat(projected.get(k, k) / found.variances()[k]).isCloseTo(1, within(1e-10));
    }
    double share = Arrays.stream(found.variances()).sum() / Arrays.stream(exact.variances()).sum();
    assertThat(share).isBetween(0.99, 1.0);
  }

  /** The approximation is worst for white noise beyond the twentieth direction. */
  @Test
  void residualBoundsTheErrorOnASlowlyDecayingSpectrum() {
    Covariance covariance = covariance(rows(k -> Math.max(0.3, 1 / (1 + 0.1 * k))));
    double[] exact = PrincipalComponents.exact(covariance, D).variances();
    PrincipalComponents found = PrincipalComponents.randomized(covariance, COMPONENTS, 1);
    assertThat(found.residual()).isBetween(1e-3, 0.3);
    for (double variance : found.variances()) {
      double nearest = Arrays.stream(exact).map(v -> Math.abs(v - variance)).min().orElseThrow();
      assertThat(nearest).isLessThanOrEqualTo(found.residual() * variance);
    }
    double share =
        Arrays.stream(found.variances()).sum() / Arrays.stream(exact).limit(COMPONENTS).sum();
    assertThat(share).isBetween(0.95, 1.0);
  }

  @Test
  void seedDeterminesTheRandomDirections() {
    Covariance covariance = covariance(rows(k -> 1 / (1.0 + k)));
    PrincipalComponents first = PrincipalComponents.randomized(covariance, COMPONENTS, 1);
    assertThat(PrincipalComponents.randomized(covariance, COMPONENTS, 1).directions().data)
        .isEqualTo(first.directions().data);
    assertThat(PrincipalComponents.randomized(covariance, COMPONENTS, 2).directions().data)
        .isNotEqualTo(first.directions().data);
  }
}
