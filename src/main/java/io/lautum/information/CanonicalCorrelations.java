package io.lautum.information;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleSVD;

/**
 * Canonical correlations ρᵢ of w and a white z, in descending order, with the directions that
 * attain them: corr(vᵢ'w, rᵢ'z) = ρᵢ, and corr(vᵢ'w, rⱼ'z) = 0 for i ≠ j.
 *
 * <p>With S = cov(w) + σ²I = LL' and C = cov(w, z), they follow from the singular value
 * decomposition L⁻¹C = U diag(ρ) R': vᵢ = L'⁻¹uᵢ has vᵢ'Svᵢ = 1. This assumes cov(z) = I (Å.
 * Björck, G. H. Golub, "Numerical methods for computing angles between linear subspaces",
 * Mathematics of Computation 27(123), 1973). Over few examples cov(z) differs from I, and a ρᵢ can
 * exceed 1.
 *
 * <p>w has K entries and z has r, so there are q = min(K, r) correlations.
 */
final class CanonicalCorrelations {
  private final double[] correlations;
  private final SimpleMatrix outputDirections;
  private final SimpleMatrix inputDirections;

  /**
   * Computes the correlations under the given moments.
   *
   * @param sigma2 σ² &gt; 0, added to every variance of w
   * @throws ArithmeticException if the moments are not finite
   */
  CanonicalCorrelations(RunningMoments moments, double sigma2) {
    SimpleMatrix covariance = regularizedCovariance(moments, sigma2);
    SimpleMatrix crossCovariance = moments.crossCovariance();
    if (covariance.hasUncountable() || crossCovariance.hasUncountable()) {
      throw new ArithmeticException("the moments of w and z are not finite");
    }
    SimpleMatrix inverseFactor = inverseCholeskyFactor(covariance);
    SimpleSVD<SimpleMatrix> svd = inverseFactor.mult(crossCovariance).svd(true);
    correlations = svd.getSingularValues();
    outputDirections = inverseFactor.transpose().mult(svd.getU());
    inputDirections = svd.getV();
  }

  /** Returns ρ, q non-negative entries in descending order. */
  double[] correlations() {
    return correlations.clone();
  }

  /** Returns V, K x q: column i is vᵢ. */
  SimpleMatrix outputDirections() {
    return outputDirections;
  }

  /** Returns R, r x q: column i is rᵢ, of length 1. */
  SimpleMatrix inputDirections() {
    return inputDirections;
  }

  /**
   * Returns cov(w) + σ²I. The rounding error of E[ww'] - E[w]E[w]' grows with E|w|², even if the
   * variance of w is small, and can make the matrix indefinite. Therefore σ² is raised, if
   * necessary, to a bound on this error and on the error of the factorisation.
   */
  private static SimpleMatrix regularizedCovariance(RunningMoments moments, double sigma2) {
    SimpleMatrix covariance = moments.covariance();
    SimpleMatrix mean = moments.outputMean();
    double power = covariance.trace() + mean.dot(mean);
    double roundingError = 2 * (moments.outputs() + 16) * Math.ulp(1.0) * power;
    double ridge = Math.max(sigma2, roundingError);
    return covariance.plus(SimpleMatrix.identity(moments.outputs()).scale(ridge));
  }

  /** Returns L⁻¹, for S = LL' with L lower triangular. */
  private static SimpleMatrix inverseCholeskyFactor(SimpleMatrix s) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(s.getNumRows(), true);
    if (!cholesky.decompose(s.copy().getDDRM())) {
      throw new ArithmeticException("cov(w) is not positive definite, even with sigma2 added");
    }
    DMatrixRMaj factor = cholesky.getT(null);
    TriangularSolver_DDRM.invertLower(factor.data, factor.numRows);
    return SimpleMatrix.wrap(factor);
  }
}
