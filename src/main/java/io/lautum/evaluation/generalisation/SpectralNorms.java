package io.lautum.evaluation.generalisation;

import io.lautum.Text;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.WeightMatrix;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** Computes the largest singular value of every weight matrix by a singular value decomposition. */
final class SpectralNorms {
  private SpectralNorms() {}

  /** Returns the norms by layer, in the network's order. */
  static Map<String, Double> of(TrainedModel model) {
    Map<String, Double> norms = new LinkedHashMap<>();
    for (WeightMatrix matrix : model.metadata().network().graph().parameters().matrices()) {
      norms.put(matrix.layer(), norm(model.parameters(), matrix));
    }
    return norms;
  }

  /**
   * Returns the largest singular value of one matrix.
   *
   * @throws IllegalStateException if the decomposition fails, for example because weights are not
   *     finite
   */
  static double norm(float[] weights, WeightMatrix matrix) {
    DMatrixRMaj dense = new DMatrixRMaj(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.length(); i++) {
      dense.data[i] = weights[matrix.offset() + i];
    }
    SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
        DecompositionFactory_DDRM.svd(matrix.rows(), matrix.columns(), false, false, true);
    if (!decomposition.decompose(dense)) {
      throw new IllegalStateException(
          Text.format("layer %s: the singular value decomposition failed", matrix.layer()));
    }
    double largest = 0;
    for (int i = 0; i < decomposition.numberOfSingularValues(); i++) {
      largest = Math.max(largest, decomposition.getSingularValues()[i]);
    }
    return largest;
  }
}
