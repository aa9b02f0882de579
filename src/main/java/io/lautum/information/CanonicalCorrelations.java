package io.lautum.information;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleSVD;

/**
 * Canonical correlations &rho;&#7522; of w and a white z, largest first, with the directions that
 * attain them: corr(v&#7522;'w, r&#7522;'z) = &rho;&#7522;, and no other pair of directions is
 * correlated.
 *
 * <p>With S = cov(w) + &sigma;&sup2;I = LL' and C = cov(w, z), the singular value decomposition
 * L&#8315;&sup1;C = U diag(&rho;) R' gives them: v&#7522; = L'&#8315;&sup1;u&#7522; has
 * v&#7522;'Sv&#7522; = 1, and cov(z) = I is taken for granted (&Aring;. Bj&ouml;rck, G. H. Golub,
 * "Numerical methods for computing angles between linear subspaces", Mathematics of Computation
 * 27(123), 1973). Over few examples cov(z) is not I, and a &rho;&#7522; can exceed 1.
 *
 * <p>The vectors' lengths are K and r, and there are q = min(K, r) correlations.
 */
final class CanonicalCorrelations {
  private final double[] correlations;
  private final SimpleMatrix outputDirections;
  private final SimpleMatrix inputDirections;

  /**
   * The correlations under these moments.
   *
   * @param sigma2 &sigma;&sup2; &gt; 0, added to every variance of w
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

  /** &rho;, q entries in descending order, none negative. */
  double[] correlations() {
    return correlations.clone();
  }

  /** V, K x q: column i is v&#7522;. */
  SimpleMatrix outputDirections() {
    return outputDirections;
  }

  /** R, r x q: column i is r&#7522;, of length 1. */
  SimpleMatrix inputDirections() {
    return inputDirections;
  }

  /**
   * cov(w) + &sigma;&sup2;I. E[ww'] - E[w]E[w]' carries a rounding error that grows with
   * E|w|&sup2;, however small the variance of w is, and can leave it indefinite. So &sigma;&sup2;
   * is raised to a bound on that error and on the factorisation's own, where it is smaller.
   */
  private static SimpleMatrix regularizedCovariance(RunningMoments moments, double sigma2) {
    SimpleMatrix covariance = moments.covariance();
    SimpleMatrix mean = moments.outputMean();
    double power = covariance.trace() + mean.dot(mean);
    double roundingError = 2 * (moments.outputs() + 16) * Math.ulp(1.0) * power;
    double ridge = Math.max(sigma2, roundingError);
    return covariance.plus(SimpleMatrix.identity(moments.outputs()).scale(ridge));
  }

  /** L&#8315;&sup1;, where S = LL' with L lower triangular. */
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
