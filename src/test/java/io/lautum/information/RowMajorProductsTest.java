package io.lautum.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with EJML, for sizes that are and are not multiples of four, and larger than a tile. */
class RowMajorProductsTest {
  private static SimpleMatrix random(int rows, int columns) {
    return SimpleMatrix.random_DDRM(rows, columns, -1, 1, new Random(rows + 31L * columns));
  }

  private static double[] data(SimpleMatrix matrix) {
    return matrix.getDDRM().data.clone();
  }

  @ParameterizedTest
  @CsvSource({"3, 8, 5", "4, 7, 6", "2, 1, 3", "5, 4, 600", "6, 390, 3"})
  void productsAreAdded(int m, int p, int n) {
    SimpleMatrix a = random(m, p);
    SimpleMatrix b = random(p, n);
    SimpleMatrix c = random(m, n);
    double[] sum = data(c);
    RowMajorProducts.add(sum, data(a), data(b), m, p, n);
    assertThat(sum).containsExactly(data(c.plus(a.mult(b))), within(1e-13));

    double[] transposed = data(c);
    RowMajorProducts.addTransposed(transposed, data(a.transpose()), data(b), p, m, n);
    assertThat(transposed).containsExactly(data(c.plus(a.mult(b))), within(1e-13));
  }

  @Test
  void gramianIsAddedToTheUpperTriangle() {
    for (int p : new int[] {8, 5}) {
      int n = 1030;
      SimpleMatrix a = random(p, n);
      double[] found = new double[n * n];
      RowMajorProducts.addGramian(found, data(a), p, n);
      double[] gramian = data(a.transpose().mult(a));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double expected = i <= j ? gramian[i * n + j] : 0;
          assertThat(Math.abs(found[i * n + j] - expected)).isLessThan(1e-13);
        }
      }
    }
  }
}
