package io.lautum.regularization;

import io.lautum.discrepancy.MultiKernelMmd;
import io.lautum.network.TransferLoss;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * μ MMD²: the squared maximum mean discrepancy under several Gaussian kernels between the network's
 * outputs for the labelled images and for the unlabelled ones of the same minibatch, which training
 * brings together. What stands beside the outputs is not read.
 */
public final class MmdLoss extends TransferLoss {
  /** Key of the squared discrepancy among the metrics. */
  public static final String SQUARED_MMD = "squaredMmd";

  /** How the kernels' bandwidths are chosen. */
  public enum Kernels {
    /** {@link MultiKernelMmd#fixed()}. */
    FIXED(MultiKernelMmd::fixed),
    /** {@link MultiKernelMmd#medianScaled}, of as many kernels. */
    MEDIAN(() -> MultiKernelMmd.medianScaled(COUNT));

    private final Supplier<MultiKernelMmd> mmd;

    Kernels(Supplier<MultiKernelMmd> mmd) {
      this.mmd = mmd;
    }
  }

  private static final int COUNT = 19;

  @JsonProperty private final double weight;
  @JsonProperty private final Kernels kernels;
  @JsonProperty private final int startIteration;

  private transient int batches;

  /** Of the minibatch of the last gradient; null before the first. */
  private transient Double squaredMmd;

  /**
   * @param weight μ
   * @param startIteration minibatches before the term gives a gradient
   */
  public MmdLoss(
      @JsonProperty("weight") double weight,
      @JsonProperty("kernels") Kernels kernels,
      @JsonProperty("startIteration") int startIteration) {
    this.weight = weight;
    this.kernels = kernels;
    this.startIteration = startIteration;
  }

  @Override
  protected double[] advance(double[] outputs, double[] beside, int n) {
    batches++;
    MultiKernelMmd.Estimate estimate = kernels.mmd.get().evaluate(outputs, n);
    squaredMmd = estimate.value();
    if (!isOn(batches)) {
      return new double[outputs.length];
    }
    double[] gradient = estimate.gradient();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= weight;
    }
    return gradient;
  }

  @Override
  protected double lastScore() {
    return squaredMmd == null || !isOn(batches) ? 0 : weight * squaredMmd;
  }

  @Override
  protected double scoreWith(double[] outputs, double[] beside, int n) {
    return isOn(batches + 1) ? weight * kernels.mmd.get().evaluate(outputs, n).value() : 0;
  }

  /** The number of minibatches. */
  @Override
  public double[] state() {
    return batches == 0 ? new double[0] : new double[] {batches};
  }

  @Override
  public void restore(double[] state) {
    super.restore(state);
    squaredMmd = null;
    batches = state.length == 0 ? 0 : (int) state[0];
  }

  /** MMD² of the minibatch. */
  @Override
  public double measure() {
    return squaredMmd == null ? Double.NaN : squaredMmd;
  }

  @Override
  public Map<String, Double> metrics() {
    return Map.of(SQUARED_MMD, measure());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MmdLoss that && parameters().equals(that.parameters());
  }

  @Override
  public int hashCode() {
    return parameters().hashCode();
  }

  @Override
  public String toString() {
    return "MmdLoss" + parameters();
  }

  private List<Object> parameters() {
    return List.of(weight, kernels, startIteration);
  }

  private boolean isOn(int minibatches) {
    return minibatches > startIteration;
  }
}
