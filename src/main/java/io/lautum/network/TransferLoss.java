package io.lautum.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss on a network's outputs for a stacked minibatch: n labelled images, then n unlabelled ones
 * of the target. Beside each output it is given a row of other numbers, which DL4J takes for its
 * labels: what they are is each loss's own.
 *
 * <p>A loss may keep statistics from minibatch to minibatch, which advance with each gradient and
 * with nothing else. One instance belongs to one network. Neither statistics nor the last minibatch
 * travel with a copy, be it JSON or Java-serialised: {@link #state} carries them.
 *
 * <p>DL4J divides scores by the rows of the stacked minibatch and gradients by those of the
 * labelled half, so both are multiplied by them here.
 */
public abstract class TransferLoss implements ILossFunction, Serializable {
  private transient double[] lastOutputs;
  private transient double[] lastBeside;
  private transient boolean paused;

  /** While paused, the loss is zero and its statistics do not advance. */
  public final void pause(boolean pauses) {
    paused = pauses;
  }

  /**
   * Takes a minibatch into the statistics, and gives the gradient of the loss by the outputs: the
   * full one of the minibatch, not divided by its size. The arrays are kept and not to be changed.
   *
   * @param outputs 2n x K, row-major: of the n labelled images, then of the n unlabelled ones
   * @param beside what stands beside each output, 2n x r, row-major
   * @param n images of each half
   * @return 2n x K, row-major
   * @throws ArithmeticException if the outputs are not finite
   */
  public final double[] gradient(double[] outputs, double[] beside, int n) {
    if (paused) {
      return new double[outputs.length];
    }
    lastOutputs = outputs;
    lastBeside = beside;
    return advance(outputs, beside, n);
  }

  /** What {@link #gradient} does beside keeping its arguments. */
  protected abstract double[] advance(double[] outputs, double[] beside, int n);

  /** The loss of the minibatch of the last gradient. */
  public final double score() {
    return paused ? 0 : lastScore();
  }

  /** What {@link #score} is unless paused; 0 before the first gradient. */
  protected abstract double lastScore();

  /** The loss that a minibatch would have if it came next; changes nothing. */
  protected abstract double scoreWith(double[] outputs, double[] beside, int n);

  /** Outputs of the last gradient, 2n x K; null before the first. */
  public final double[] outputs() {
    return lastOutputs;
  }

  /** What the loss measures, unweighted, at the last gradient; NaN before the first. */
  public abstract double measure();

  /** The metrics at the last gradient by their keys, in the declared order; NaN before the first. */
  public abstract Map<String, Double> metrics();

  /**
   * The statistics as one vector, empty before the first minibatch and where there are none. They
   * are linear in the minibatches, so that the mean over workers is the statistic of all that they
   * saw.
   */
  public double[] state() {
    return new double[0];
  }

  /** Continues from statistics that {@link #state} gave. */
  public void restore(double[] state) {
    lastOutputs = null;
    lastBeside = null;
  }

  @Override
  public final INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    int n = half(labels, preOutput);
    double[] outputs = flat(activation.getActivation(preOutput.dup(), true));
    INDArray byOutput =
        Nd4j.create(gradient(outputs, flat(labels), n), preOutput.shape(), 'c')
            .castTo(preOutput.dataType())
            .muli(n);
    return activation.backprop(preOutput.dup(), byOutput).getFirst();
  }

  /**
   * The score with this minibatch taken into the statistics once: DL4J scores a minibatch after its
   * gradient, which has done so. The statistics stay as they are.
   */
  @Override
  public final double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    int n = half(labels, preOutput);
    if (paused) {
      return 0;
    }
    double[] outputs = flat(activation.getActivation(preOutput.dup(), true));
    double[] beside = flat(labels);
    boolean taken = Arrays.equals(outputs, lastOutputs) && Arrays.equals(beside, lastBeside);
    double score = taken ? score() : scoreWith(outputs, beside, n);
    return average ? score : score * 2 * n;
  }

  /** The loss belongs to the minibatch as a whole: every example gets the same score. */
  @Override
  public final INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    double score = computeScore(labels, preOutput, activation, mask, true);
    return Nd4j.valueArrayOf(new long[] {preOutput.size(0), 1}, score, preOutput.dataType());
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double score = computeScore(labels, preOutput, activation, mask, average);
    return new Pair<>(score, computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public final String name() {
    return getClass().getSimpleName();
  }

  private static int half(INDArray labels, INDArray preOutput) {
    if (labels.size(0) != preOutput.size(0) || preOutput.size(0) % 2 != 0) {
      throw new IllegalArgumentException(
          "an even number of outputs with a row beside each, got [%d] and [%d]"
              .formatted(preOutput.size(0), labels.size(0)));
    }
    return (int) preOutput.size(0) / 2;
  }

  private static double[] flat(INDArray matrix) {
    return matrix.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }
}
