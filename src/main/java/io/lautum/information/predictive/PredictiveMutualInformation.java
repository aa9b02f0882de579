package io.lautum.information.predictive;

/**
 * The mutual information between an image x and its predicted class y, in nats: I(y; x) = H(E p) −
 * E H(p), where p are the class probabilities of an image, E is the mean over n images and H the
 * entropy (J. S. Bridle, A. J. R. Heading, D. J. C. MacKay, "Unsupervised classifiers, mutual
 * information and phantom targets", NIPS 1991). It is largest, ln K, if all K classes are predicted
 * equally often and each with certainty.
 *
 * @param probabilities p, n x K, row-major
 * @param classes K
 */
public record PredictiveMutualInformation(double[] probabilities, int classes) {
  /** Returns I(y; x). */
  public double value() {
    double[] mean = ClassMeans.of(probabilities, classes);
    double information = 0;
    for (double q : mean) {
      information -= q * ClassMeans.log(q);
    }
    double certainty = 0;
    for (double p : probabilities) {
      certainty += p * ClassMeans.log(p);
    }
    return information + certainty / (probabilities.length / classes);
  }

  /**
   * Returns ∂I/∂p_ik = (ln p_ik − ln E p_k)/n, which is exact along changes that keep the sum of an
   * image's probabilities.
   *
   * @return n x K
   */
  public double[] gradient() {
    double[] mean = ClassMeans.of(probabilities, classes);
    int n = probabilities.length / classes;
    double[] gradient = new double[probabilities.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (ClassMeans.log(probabilities[i]) - ClassMeans.log(mean[i % classes])) / n;
    }
    return gradient;
  }
}
