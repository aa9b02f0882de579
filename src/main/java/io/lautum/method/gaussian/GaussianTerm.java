package io.lautum.method.gaussian;

import io.lautum.information.GaussianInformation;
import io.lautum.information.RunningMoments;
import io.lautum.network.loss.Gradients;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * −λ F(o; z): a Gaussian measure F of the dependence between the network's outputs o for the
 * unlabelled images (n x K) and the whitened images z (n x r), estimated from running moments of
 * both. With the Lautum information it is the second term of the pre-transfer loss (arXiv
 * 1904.01670, eq. 2).
 *
 * <p>The gradient is the full gradient of the current minibatch, regardless of the decay, so that λ
 * has the same meaning at every decay. The term has no gradient in its first minibatches, while its
 * moments cover too few examples.
 *
 * @param name name of the method, and of the term's part of a training state
 * @param metric key of the information in nats among the metrics
 * @param output network output whose information is measured
 * @param weight λ
 * @param information F with σ² and the cap of a squared canonical correlation
 * @param decay α of the running moments, per minibatch
 * @param startIteration number of minibatches before the term has a gradient
 * @param sharesMoments whether workers average the moments, or each keeps its own
 */
public record GaussianTerm(
    String name,
    String metric,
    String output,
    double weight,
    GaussianInformation information,
    double decay,
    int startIteration,
    boolean sharesMoments)
    implements TermSpec {
  /** Key of the Lautum information in nats. */
  public static final String LAUTUM_INFORMATION = "lautumInformation";

  private static final String MOMENTS = "moments";

  /** Returns the term of the method {@code lautum}. */
  public static GaussianTerm lautum(
      String output,
      double weight,
      double ridge,
      double decay,
      double maxSquaredCorrelation,
      int startIteration,
      boolean sharesMoments) {
    return new GaussianTerm(
        "lautum",
        LAUTUM_INFORMATION,
        output,
        weight,
        GaussianInformation.lautum(ridge, maxSquaredCorrelation),
        decay,
        startIteration,
        sharesMoments);
  }

  /**
   * Returns the term of the method {@code lautum} in its default configuration, but with a gradient
   * from the first minibatch.
   */
  public static GaussianTerm immediate() {
    return lautum(PROBABILITIES, 1.0, 0.1, 0.98, 0.99, 0, true);
  }

  /** Length of the state before the moments. */
  private static final int HEADER = 3;

  @Override
  public boolean usesWhitened() {
    return true;
  }

  /**
   * Counts n K (K + r) multiplications for the moments, K³/3 for the Cholesky factor and its
   * inverse, and 2 K² min(K, r) for the products with it.
   */
  @Override
  public Optional<Cost> cost(int outputs, int components, int images) {
    long k = outputs;
    long r = components;
    return Optional.of(
        new Cost(
            images * k * (k + r) + k * k * k / 3 + 2 * k * k * Math.min(k, r),
            Double.BYTES * (1 + k + r + k * (k + r))));
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private double batches;
    private RunningMoments moments;

    /** Information including the last minibatch; NaN before the first one. */
    private double nats = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      double[] o = input.rows(output, ImageGroup.UNLABELLED);
      double[] z = input.extra();
      int n = input.size(ImageGroup.UNLABELLED);
      if (moments == null) {
        moments = new RunningMoments(o.length / n, z.length / n);
      }
      moments.update(o, z, n, decay);
      batches++;
      GaussianInformation.Estimate estimate = information.evaluate(moments);
      nats = estimate.value();
      if (batches <= startIteration) {
        return new Value(0, Map.of());
      }
      double[] gradient = Gradients.scaled(estimate.gradient(o, z, n), -weight);
      return new Value(
          -weight * nats, Map.of(output, input.placed(output, ImageGroup.UNLABELLED, gradient)));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(metric, nats);
    }

    /** Returns the numbers of minibatches, outputs and components, then the moments. */
    @Override
    public State state() {
      if (moments == null) {
        return State.EMPTY;
      }
      double[] sums = moments.toArray();
      double[] vector = new double[HEADER + sums.length];
      vector[0] = batches;
      vector[1] = moments.outputs();
      vector[2] = moments.components();
      System.arraycopy(sums, 0, vector, HEADER, sums.length);
      return sharesMoments ? State.averaged(MOMENTS, vector) : State.local(MOMENTS, vector);
    }

    @Override
    public void restore(State state) {
      double[] vector = state.vector(MOMENTS);
      nats = Double.NaN;
      if (vector.length == 0) {
        batches = 0;
        moments = null;
        return;
      }
      batches = vector[0];
      double[] sums = Arrays.copyOfRange(vector, HEADER, vector.length);
      moments = RunningMoments.fromArray((int) vector[1], (int) vector[2], sums);
    }
  }
}
