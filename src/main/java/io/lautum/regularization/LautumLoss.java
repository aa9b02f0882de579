package io.lautum.regularization;

import io.lautum.information.GaussianLautumInformation;
import io.lautum.information.RunningMoments;
import io.lautum.network.TargetLoss;
import java.util.Arrays;
import java.util.List;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * −λ L(w; z), the second term of the pre-transfer loss (arXiv 1904.01670, eq. 2): the Lautum
 * information between the network's outputs w (n x K) and the whitened target images z (n x r),
 * which arrive as the "labels", under running moments of both.
 *
 * <p>The gradient is the full one of the current minibatch, whatever the decay, so that λ means the
 * same at every decay. The term gives no gradient in its first minibatches, while its moments are
 * of too few examples. Statistics do not travel with a copy, be it JSON or Java-serialised: {@link
 * #state} carries them. DL4J divides score and gradient by the minibatch's size, so both are
 * multiplied by it here.
 */
public final class LautumLoss implements TargetLoss {
  /** Length of what {@link #state} holds before the moments. */
  private static final int HEADER = 3;

  @JsonProperty private final double weight;
  @JsonProperty private final double ridge;
  @JsonProperty private final double decay;
  @JsonProperty private final double maxSquaredCorrelation;
  @JsonProperty private final int startIteration;

  private transient double batches;
  private transient RunningMoments moments;
  private transient Minibatch last;

  /** The minibatch of the last gradient, and the information with it taken in. */
  private record Minibatch(double[] w, double[] z, double information) {
    boolean holds(double[] otherW, double[] otherZ) {
      return Arrays.equals(w, otherW) && Arrays.equals(z, otherZ);
    }
  }

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
  public double[] gradient(double[] w, double[] z, int n) {
    if (moments == null) {
      moments = new RunningMoments(w.length / n, z.length / n);
    }
    moments.update(w, z, n, decay);
    batches++;
    GaussianLautumInformation.Estimate estimate = information().evaluate(moments);
    last = new Minibatch(w, z, estimate.value());
    if (!isOn(batches)) {
      return new double[w.length];
    }
    double[] gradient = estimate.gradient(w, z, n);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= -weight;
    }
    return gradient;
  }

  @Override
  public double score() {
    return last == null || !isOn(batches) ? 0 : -weight * last.information();
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    int n = rows(labels, preOutput);
    double[] w = flat(activation.getActivation(preOutput.dup(), true));
    INDArray byOutput =
        Nd4j.create(gradient(w, flat(labels), n), preOutput.shape(), 'c')
            .castTo(preOutput.dataType())
            .muli(n);
    return activation.backprop(preOutput.dup(), byOutput).getFirst();
  }

  /**
   * The score with this minibatch taken into the running moments once: DL4J scores a minibatch
   * after its gradient, which has done so. The moments stay as they are.
   */
  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    int n = rows(labels, preOutput);
    double[] w = flat(activation.getActivation(preOutput.dup(), true));
    double[] z = flat(labels);
    boolean taken = last != null && last.holds(w, z);
    if (!isOn(taken ? batches : batches + 1)) {
      return 0;
    }
    double score = -weight * (taken ? last.information() : informationWith(w, z, n));
    return average ? score : score * n;
  }

  /** The information belongs to the minibatch as a whole: every example gets the same score. */
  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    double score = computeScore(labels, preOutput, activation, mask, true);
    return Nd4j.valueArrayOf(new long[] {preOutput.size(0), 1}, score, preOutput.dataType());
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double score = computeScore(labels, preOutput, activation, mask, average);
    return new Pair<>(score, computeGradient(labels, preOutput, activation, mask));
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
    last = null;
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
    return last == null ? Double.NaN : last.information();
  }

  @Override
  public String name() {
    return "LautumLoss";
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

  private GaussianLautumInformation information() {
    return new GaussianLautumInformation(ridge, maxSquaredCorrelation);
  }

  private double informationWith(double[] w, double[] z, int n) {
    RunningMoments with =
        moments == null
            ? new RunningMoments(w.length / n, z.length / n)
            : RunningMoments.fromArray(moments.outputs(), moments.components(), moments.toArray());
    with.update(w, z, n, decay);
    return information().evaluate(with).value();
  }

  private boolean isOn(double minibatches) {
    return minibatches > startIteration;
  }

  private static int rows(INDArray labels, INDArray preOutput) {
    if (labels.size(0) != preOutput.size(0)) {
      throw new IllegalArgumentException(
          "one whitened image an output, got [%d] and [%d]"
              .formatted(labels.size(0), preOutput.size(0)));
    }
    return (int) preOutput.size(0);
  }

  private static double[] flat(INDArray matrix) {
    return matrix.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }
}
