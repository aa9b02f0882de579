package io.lautum.evaluation.evaluate;

import io.lautum.experiment.result.Inspection.Projection;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Features and classes of images.
 *
 * @param labels one label per image
 * @param features one row per image
 */
record LabelledFeatures(int[] labels, float[][] features) implements Serializable {
  private static final double PRECISION = 1e3;

  /** Returns the images of both. */
  LabelledFeatures with(LabelledFeatures other) {
    int[] allLabels = Arrays.copyOf(labels, labels.length + other.labels.length);
    System.arraycopy(other.labels, 0, allLabels, labels.length, other.labels.length);
    float[][] all = Arrays.copyOf(features, features.length + other.features.length);
    System.arraycopy(other.features, 0, all, features.length, other.features.length);
    return new LabelledFeatures(allLabels, all);
  }

  /**
   * Projects the images onto two principal components, by the singular value decomposition U S Vᵀ
   * of the centred features: the coordinates are the first two columns of U S, the shares s²/Σs².
   * The arbitrary sign of a component is chosen so that its largest coordinate is positive.
   */
  Projection project() {
    int n = features.length;
    double[][] centred = centred();
    double total = Arrays.stream(centred).flatMapToDouble(Arrays::stream).map(v -> v * v).sum();
    double[] x = new double[n];
    double[] y = new double[n];
    double[] shares = new double[2];
    if (n > 1 && total > 0) {
      SingularValueDecomposition_F64<DMatrixRMaj> svd =
          DecompositionFactory_DDRM.svd(n, centred[0].length, true, false, true);
      if (!svd.decompose(new DMatrixRMaj(centred))) {
        throw new IllegalStateException("the singular value decomposition of the features failed");
      }
      double[] values = svd.getSingularValues();
      DMatrixRMaj u = svd.getU(null, false);
      int[] order = descending(values, svd.numberOfSingularValues());
      component(u, order, values, 0, x);
      component(u, order, values, 1, y);
      for (int k = 0; k < Math.min(2, order.length); k++) {
        shares[k] = values[order[k]] * values[order[k]] / total;
      }
    }
    double reach =
        Math.max(
            Arrays.stream(x).map(Math::abs).max().orElse(0),
            Arrays.stream(y).map(Math::abs).max().orElse(0));
    return new Projection(
        Arrays.stream(labels).boxed().toList(),
        scaled(x, reach),
        scaled(y, reach),
        shares[0],
        shares[1],
        total > 0 ? betweenClasses(centred) / total : 0);
  }

  private double[][] centred() {
    int width = features.length == 0 ? 0 : features[0].length;
    double[] mean = new double[width];
    for (float[] row : features) {
      for (int j = 0; j < width; j++) {
        mean[j] += row[j] / (double) features.length;
      }
    }
    double[][] centred = new double[features.length][width];
    for (int i = 0; i < features.length; i++) {
      for (int j = 0; j < width; j++) {
        centred[i][j] = features[i][j] - mean[j];
      }
    }
    return centred;
  }

  /** Returns the sum of squares between the means of the classes. */
  private double betweenClasses(double[][] centred) {
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    double[][] sums = new double[classes][centred[0].length];
    int[] counts = new int[classes];
    for (int i = 0; i < centred.length; i++) {
      counts[labels[i]]++;
      for (int j = 0; j < centred[i].length; j++) {
        sums[labels[i]][j] += centred[i][j];
      }
    }
    double between = 0;
    for (int k = 0; k < classes; k++) {
      for (double sum : sums[k]) {
        between += counts[k] == 0 ? 0 : sum * sum / counts[k];
      }
    }
    return between;
  }

  private static int[] descending(double[] values, int count) {
    return IntStream.range(0, count)
        .boxed()
        .sorted((a, b) -> Double.compare(values[b], values[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void component(
      DMatrixRMaj u, int[] order, double[] values, int rank, double[] into) {
    if (rank >= order.length) {
      return;
    }
    double largest = 0;
    for (int i = 0; i < into.length; i++) {
      into[i] = u.get(i, order[rank]) * values[order[rank]];
      largest = Math.abs(into[i]) > Math.abs(largest) ? into[i] : largest;
    }
    for (int i = 0; largest < 0 && i < into.length; i++) {
      into[i] = -into[i];
    }
  }

  private static List<Double> scaled(double[] values, double reach) {
    List<Double> scaled = new ArrayList<>(values.length);
    for (double value : values) {
      scaled.add(reach == 0 ? 0.0 : Math.round(PRECISION * value / reach) / PRECISION);
    }
    return scaled;
  }
}
