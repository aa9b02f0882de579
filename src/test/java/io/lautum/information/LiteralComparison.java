package io.lautum.information;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleSVD;

/**
 * Passes the same batches to {@link LiteralLautumInformation}, as images of D values, and to {@link
 * GaussianInformation}, whitened to r components. The images vary in an r-dimensional subspace, so
 * r components contain all information, and the two results must agree to rounding.
 */
public final class LiteralComparison {
  private static final double SIGMA2 = 0.1;
  private static final double INPUT_RIDGE = 1e-3;
  private static final double DECAY = 0.98;
  private static final double NOISE = 0.5;

  /** One batch: outputs w (n x K), images x (n x D), whitened images z (n x r), row-major. */
  public record Batch(double[] w, double[] x, double[] z, int n) {}

  private final List<Batch> batches = new ArrayList<>();
  private final LiteralLautumInformation literal;
  private final RunningMoments moments;
  private final GaussianInformation information = GaussianInformation.lautum(SIGMA2, 0.99);

  /**
   * Samples the batches from a seed and adds all of them to both.
   *
   * @param outputs K
   * @param components r
   * @param inputs D
   * @param n examples per batch
   */
  public LiteralComparison(int outputs, int components, int inputs, int n, int count) {
    Random random = new Random(17);
    SimpleMatrix basis = SyntheticBatch.gaussian(inputs, components, random).svd(true).getU();
    SimpleMatrix mixing =
        SyntheticBatch.gaussian(components, outputs, random).scale(1 / Math.sqrt(components));
    literal = new LiteralLautumInformation(outputs, inputs, SIGMA2, INPUT_RIDGE, DECAY);
    moments = new RunningMoments(outputs, components);
    List<SimpleMatrix> latent = new ArrayList<>();
    List<SimpleMatrix> images = new ArrayList<>();
    List<SimpleMatrix> responses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SimpleMatrix factors = SyntheticBatch.gaussian(n, components, random);
      latent.add(factors);
      images.add(factors.mult(basis.transpose()).plus(1));
      SimpleMatrix noise = SyntheticBatch.gaussian(n, outputs, random).scale(NOISE);
      responses.add(factors.mult(mixing).plus(noise));
      literal.update(responses.get(i).getDDRM().data, images.get(i).getDDRM().data, n);
    }
    SimpleMatrix whitening = whitening(basis);
    for (int i = 0; i < count; i++) {
      double[] w = responses.get(i).getDDRM().data;
      double[] z = latent.get(i).mult(whitening).getDDRM().data;
      batches.add(new Batch(w, images.get(i).getDDRM().data, z, n));
      moments.update(w, z, n, DECAY);
    }
  }

  /**
   * Returns UΛ<sup>-1/2</sup>, where UΛU' is the images' covariance in the subspace's coordinates.
   */
  private SimpleMatrix whitening(SimpleMatrix basis) {
    SimpleMatrix covariance = basis.transpose().mult(literal.inputCovariance()).mult(basis);
    SimpleSVD<SimpleMatrix> decomposition = covariance.svd();
    SimpleMatrix eigenvectors = decomposition.getU();
    double[] eigenvalues = decomposition.getSingularValues();
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvectors.setColumn(i, eigenvectors.getColumn(i).divide(Math.sqrt(eigenvalues[i])));
    }
    return eigenvectors;
  }

  public Batch batch(int number) {
    return batches.get(number % batches.size());
  }

  /**
   * Returns the relative difference of the two methods at one batch: the maximum of that of the
   * gradients, relative to the largest entry, and that of the values.
   */
  public double difference(Batch batch) {
    LiteralLautumInformation.Estimate expected = literal.evaluate();
    GaussianInformation.Estimate found = information.evaluate(moments);
    double[] gradient = expected.gradient(batch.w(), batch.x(), batch.n());
    double[] foundGradient = found.gradient(batch.w(), batch.z(), batch.n());
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < gradient.length; i++) {
      largest = Math.max(largest, Math.abs(gradient[i]));
      difference = Math.max(difference, Math.abs(gradient[i] - foundGradient[i]));
    }
    double byValue = Math.abs(expected.value() - found.value()) / expected.value();
    return Math.max(difference / largest, byValue);
  }

  /** Performs a training step's computation in D x D: moments, then gradient and value. */
  public double[] literalStep(Batch batch) {
    literal.update(batch.w(), batch.x(), batch.n());
    LiteralLautumInformation.Estimate estimate = literal.evaluate();
    return withValue(estimate.gradient(batch.w(), batch.x(), batch.n()), estimate.value());
  }

  /** Performs a training step's computation in K x K: moments, then gradient and value. */
  public double[] whitenedStep(Batch batch) {
    moments.update(batch.w(), batch.z(), batch.n(), DECAY);
    GaussianInformation.Estimate estimate = information.evaluate(moments);
    return withValue(estimate.gradient(batch.w(), batch.z(), batch.n()), estimate.value());
  }

  private static double[] withValue(double[] gradient, double value) {
    double[] both = Arrays.copyOf(gradient, gradient.length + 1);
    both[gradient.length] = value;
    return both;
  }
}
