package io.lautum.prepare;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import java.util.List;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.junit.jupiter.api.Test;

class WhiteningFitTest {
  /** Centred rows of covariance diag(2, 0.5). */
  private static RowMatrix centred() {
    return new RowMatrix(
        LocalSpark.context()
            .parallelize(
                List.of(
                    Vectors.dense(2, 0),
                    Vectors.dense(-2, 0),
                    Vectors.dense(0, 1),
                    Vectors.dense(0, -1)))
            .rdd());
  }

  @Test
  void rightDecompositionPasses() {
    double[] projection = {Math.sqrt(0.5), 0, 0, Math.sqrt(2)};
    assertThatCode(() -> WhiteningFit.requireWhite(centred(), projection))
        .doesNotThrowAnyException();
  }

  @Test
  void wrongDecompositionIsNotUsed() {
    double[] wrongScale = {0.9 * Math.sqrt(0.5), 0, 0, Math.sqrt(2)};
    assertThatThrownBy(() -> WhiteningFit.requireWhite(centred(), wrongScale))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cov(z[0], z[0]) is 0.81")
        .hasMessageContaining("OPENBLAS_CORETYPE=Haswell");
    double[] sameDirectionTwice = {Math.sqrt(0.5), 0, Math.sqrt(0.5), 0};
    assertThatThrownBy(() -> WhiteningFit.requireWhite(centred(), sameDirectionTwice))
        .hasMessageContaining("cov(z[0], z[1]) is 1.0");
  }
}
