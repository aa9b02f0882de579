package io.lautum.regularization;

import io.lautum.information.GaussianLautumInformation;
import io.lautum.information.RunningMoments;
import io.lautum.network.TransferLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * −λ L(w; z), the second term of the pre-transfer loss (arXiv 1904.01670, eq. 2): the Lautum
 * information between the network's outputs w for the unlabelled images (n x K) and those images,
 * whitened, z (n x r), under running moments of both. What stands beside the labelled half of a
 * minibatch is not read.
 *
 * <p>The gradient is the full one of the current minibatch, whatever the decay, so that λ means the
 * same at every decay. The term gives no gradient in its first minibatches, while its moments are
 * of too few examples.
 */
public final class LautumLoss extends TransferLoss {
  /** Key of the Lautum information among the metrics. */
  public static final String INFORMATION = "lautumInformation";

  /** Length of what {@link #state} holds before the moments. */
  private static final int HEADER = 3;

  @JsonProperty private final double weight;
  @JsonProperty private final double ridge;
  @JsonProperty private final double decay;
  @JsonProperty private final double maxSquaredCorrelation;
  @JsonProperty private final int startIteration;

  private transient double batches;
  private transient RunningMoments moments;

  /** With the minibatch of the last gradient taken in; null before the first. */
  private transient Double information;

  /**
   * @param weight λ
   * @param ridge σ², absolute
   * @param decay α of the running moments, per minibatch
   * @param maxSquaredCorrelation cap of a squared canonical correlation
   * @param startIteration minibatches before the term gives a gradient
   */
  public LautumLoss(
      @JsonProperty("weight") double weight,
      @JsonProperty("ridge") double ridge,
      @JsonProperty("decay") double decay,
      @JsonProperty("maxSquaredCorrelation") double maxSquaredCorrelation,
      @JsonProperty("startIteration") int startIteration) {
    this.weight = weight;
    this.ridge = ridge;
    this.decay = decay;
    this.maxSquaredCorrelation = maxSquaredCorrelation;
    this.startIteration = startIteration;
  }

  @Override
  protected double[] advance(double[] outputs, double[] beside, int n) {
    double[] w = target(outputs);
    double[] z = target(beside);
    if (moments == null) {
      moments = new RunningMoments(w.length / n, z.length / n);
    }
    moments.update(w, z, n, decay);
    batches++;
    GaussianLautumInformation.Estimate estimate = estimator().evaluate(moments);
    information = estimate.value();
    double[] gradient = new double[outputs.length];
    if (isOn(batches)) {
      double[] byTarget = estimate.gradient(w, z, n);
      for (int i = 0; i < byTarget.length; i++) {
        gradient[w.length + i] = -weight * byTarget[i];
      }
    }
    return gradient;
  }

  @Override
  protected double lastScore() {
    return information == null || !isOn(batches) ? 0 : -weight * information;
  }

  @Override
  protected double scoreWith(double[] outputs, double[] beside, int n) {
    if (!isOn(batches + 1)) {
      return 0;
    }
    double[] w = target(outputs);
    double[] z = target(beside);
    RunningMoments with =
        moments == null
            ? new RunningMoments(w.length / n, z.length / n)
            : RunningMoments.fromArray(moments.outputs(), moments.components(), moments.toArray());
    with.update(w, z, n, decay);
    return -weight * estimator().evaluate(with).value();
  }

  /** Number of minibatches, number of outputs, number of components, then the moments. */
  @Override
  public double[] state() {
    if (moments == null) {
      return new double[0];
    }
    double[] sums = moments.toArray();
    double[] state = new double[HEADER + sums.length];
    state[0] = batches;
    state[1] = moments.outputs();
    state[2] = moments.components();
    System.arraycopy(sums, 0, state, HEADER, sums.length);
    return state;
  }

  @Override
  public void restore(double[] state) {
    super.restore(state);
    information = null;
    if (state.length == 0) {
      batches = 0;
      moments = null;
      return;
    }
    batches = state[0];
    double[] sums = Arrays.copyOfRange(state, HEADER, state.length);
    moments = RunningMoments.fromArray((int) state[1], (int) state[2], sums);
  }

  /** The Lautum information in nats. */
  @Override
  public double measure() {
    return information == null ? Double.NaN : information;
  }

  @Override
  public Map<String, Double> metrics() {
    return Map.of(INFORMATION, measure());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LautumLoss that && parameters().equals(that.parameters());
  }

  @Override
  public int hashCode() {
    return parameters().hashCode();
  }

  @Override
  public String toString() {
    return "LautumLoss" + parameters();
  }

  private List<Number> parameters() {
    return List.of(weight, ridge, decay, maxSquaredCorrelation, startIteration);
  }

  private GaussianLautumInformation estimator() {
    return new GaussianLautumInformation(ridge, maxSquaredCorrelation);
  }

  /** The rows of the unlabelled half. */
  private static double[] target(double[] stacked) {
    return Arrays.copyOfRange(stacked, stacked.length / 2, stacked.length);
  }

  private boolean isOn(double minibatches) {
    return minibatches > startIteration;
  }
}
