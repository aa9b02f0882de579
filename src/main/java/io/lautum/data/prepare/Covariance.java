package io.lautum.data.prepare;

import io.lautum.information.RowMajorProducts;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.ejml.data.DMatrixRMaj;

/**
 * The covariance Σ (x - μ)(x - μ)' / n of distributed rows of D values, and its products. Each call
 * is one pass over the rows, holds sixty-four rows in memory at a time, and always gives the same
 * bits. Driver only.
 */
final class Covariance {
  private final JavaRDD<float[]> rows;
  private final double[] mean;
  private final long n;

  /**
   * @param mean exact mean μ
   * @param n number of rows
   */
  Covariance(JavaRDD<float[]> rows, double[] mean, long n) {
    this.rows = rows;
    this.mean = mean;
    this.n = n;
  }

  /**
   * Returns the covariance of every k-th row of each partition, about the same mean.
   *
   * @param k distance of the rows, at least 1
   */
  Covariance ofEvery(int k) {
    JavaRDD<float[]> sample =
        rows.mapPartitions(
            part -> {
              long[] position = {0};
              Iterable<float[]> all = () -> part;
              return StreamSupport.stream(all.spliterator(), false)
                  .filter(row -> position[0]++ % k == 0)
                  .iterator();
            });
    return new Covariance(sample, mean, n / k);
  }

  /** Returns the number of rows. */
  long rows() {
    return n;
  }

  /** Returns D. */
  int size() {
    return mean.length;
  }

  /** Returns the whole D x D matrix; needs D² values of memory in each task and on the driver. */
  DMatrixRMaj matrix() {
    double[] mu = mean;
    int d = mean.length;
    double[] matrix =
        OrderedSum.of(
            rows.mapPartitions(
                part -> {
                  double[] sum = new double[d * d];
                  Blocks.of(part, mu, x -> RowMajorProducts.addGramian(sum, x, Blocks.ROWS, d));
                  return Collections.singleton(sum).iterator();
                }));
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        matrix[i * d + j] /= n;
        matrix[j * d + i] = matrix[i * d + j];
      }
    }
    return DMatrixRMaj.wrap(d, d, matrix);
  }

  /**
   * Returns the product of the covariance and a matrix; each task needs memory for two such
   * matrices.
   *
   * @param q D x l
   * @return D x l
   */
  DMatrixRMaj times(DMatrixRMaj q) {
    double[] mu = mean;
    int d = mean.length;
    int l = q.numCols;
    Broadcast<double[]> factor =
        JavaSparkContext.fromSparkContext(rows.context()).broadcast(q.data);
    double[] product;
    try {
      product =
          OrderedSum.of(
              rows.mapPartitions(
                  part -> {
                    double[] sum = new double[d * l];
                    double[] xq = new double[Blocks.ROWS * l];
                    Blocks.of(
                        part,
                        mu,
                        x -> {
                          Arrays.fill(xq, 0);
                          RowMajorProducts.add(xq, x, factor.value(), Blocks.ROWS, d, l);
                          RowMajorProducts.addTransposed(sum, x, xq, Blocks.ROWS, d, l);
                        });
                    return Collections.singleton(sum).iterator();
                  }));
    } finally {
      factor.destroy();
    }
    for (int i = 0; i < product.length; i++) {
      product[i] /= n;
    }
    return DMatrixRMaj.wrap(d, l, product);
  }

  /** Groups centred rows, so that each part of a product is loaded only once per group. */
  private static final class Blocks {
    static final int ROWS = 64;

    private Blocks() {}

    /** Passes ROWS x D values at a time to {@code consumer}; missing rows at the end are zero. */
    static void of(Iterator<float[]> rows, double[] mean, Consumer<double[]> consumer) {
      double[] block = new double[ROWS * mean.length];
      int filled = 0;
      while (rows.hasNext()) {
        float[] row = rows.next();
        for (int i = 0; i < mean.length; i++) {
          block[filled * mean.length + i] = row[i] - mean[i];
        }
        filled++;
        if (filled == ROWS || !rows.hasNext()) {
          Arrays.fill(block, filled * mean.length, block.length, 0);
          consumer.accept(block);
          filled = 0;
        }
      }
    }
  }
}
