package io.lautum.evaluation.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.experiment.result.Inspection.Projection;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;

class LabelledFeaturesTest {
  /** The points lie at −10, 0, 10 and 0 along (3, 4)/5, so one component explains all variance. */
  @Test
  void pointsOnALineHaveOneComponent() {
    Projection projection =
        new LabelledFeatures(
                new int[] {0, 1, 2, 1}, new float[][] {{-6, -8}, {0, 0}, {6, 8}, {0, 0}})
            .project();
    assertThat(projection.x().stream().map(Math::abs)).containsExactly(1.0, 0.0, 1.0, 0.0);
    assertThat(projection.x().get(0)).isEqualTo(-projection.x().get(2));
    assertThat(projection.y()).allSatisfy(y -> assertThat(y).isCloseTo(0, within(1e-9)));
    assertThat(projection.xShare()).isCloseTo(1, within(1e-12));
    assertThat(projection.yShare()).isCloseTo(0, within(1e-12));
    // All images of a class have the same features.
    assertThat(projection.betweenClasses()).isCloseTo(1, within(1e-12));
  }

  @Test
  void agreesWithTheEigenvectorsOfTheCovariance() {
    Random random = new Random(4);
    int n = 60;
    float[][] features = new float[n][5];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 3;
      for (int j = 0; j < 5; j++) {
        features[i][j] = (float) (random.nextGaussian() * (5 - j) + labels[i]);
      }
    }
    Projection projection =
        new LabelledFeatures(Arrays.copyOf(labels, 20), Arrays.copyOf(features, 20))
            .with(
                new LabelledFeatures(
                    Arrays.copyOfRange(labels, 20, n), Arrays.copyOfRange(features, 20, n)))
            .project();

    double[][] rows = new double[n][5];
    double[] mean = new double[5];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 5; j++) {
        rows[i][j] = features[i][j];
        mean[j] += rows[i][j] / n;
      }
    }
    EigenDecomposition eigen =
        new EigenDecomposition(
            new Covariance(new Array2DRowRealMatrix(rows)).getCovarianceMatrix());
    double[] values = eigen.getRealEigenvalues();
    double total = Arrays.stream(values).sum();
    assertThat(projection.xShare()).isCloseTo(values[0] / total, within(1e-6));
    assertThat(projection.yShare()).isCloseTo(values[1] / total, within(1e-6));
    double[] x = new double[n];
    double[] y = new double[n];
    double reach = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 5; j++) {
        x[i] += (rows[i][j] - mean[j]) * eigen.getEigenvector(0).getEntry(j);
        y[i] += (rows[i][j] - mean[j]) * eigen.getEigenvector(1).getEntry(j);
      }
      reach = Math.max(reach, Math.max(Math.abs(x[i]), Math.abs(y[i])));
    }
    for (int i = 0; i < n; i++) {
      assertThat(Math.abs(projection.x().get(i))).isCloseTo(Math.abs(x[i]) / reach, within(1e-3));
      assertThat(Math.abs(projection.y().get(i))).isCloseTo(Math.abs(y[i]) / reach, within(1e-3));
    }
    // The total is the sum of the parts between and within classes; the latter is computed here.
    double inside = 0;
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 5; j++) {
        double sum = 0;
        double squares = 0;
        for (int i = k; i < n; i += 3) {
          sum += rows[i][j];
          squares += rows[i][j] * rows[i][j];
        }
        inside += squares - sum * sum / (n / 3);
      }
    }
    assertThat(projection.betweenClasses()).isCloseTo(1 - inside / (total * (n - 1)), within(1e-6));
  }

  @Test
  void featuresWithoutVarianceAreOnePoint() {
    Projection projection =
        new LabelledFeatures(new int[] {0, 1}, new float[][] {{1, 1}, {1, 1}}).project();
    assertThat(projection.x()).containsOnly(0.0);
    assertThat(projection.betweenClasses()).isZero();
  }
}
