package io.lautum.network;

import java.io.Serializable;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss on a network's outputs for unlabelled target images that keeps running statistics from
 * minibatch to minibatch. One instance belongs to one network; its statistics advance with each
 * gradient and with nothing else.
 */
public interface TargetLoss extends ILossFunction, Serializable {
  /**
   * Takes a minibatch into the running statistics, and gives the gradient of the loss by the
   * outputs: the full one of the minibatch, not divided by its size.
   *
   * @param outputs of the target images, n x K, row-major
   * @param whitened target images, n x r, row-major
   * @param n images
   * @return n x K, row-major
   * @throws ArithmeticException if the outputs are not finite
   */
  double[] gradient(double[] outputs, double[] whitened, int n);

  /** The loss of the minibatch of the last gradient. */
  double score();

  /**
   * The running statistics as one vector, empty before the first minibatch. They are linear in the
   * minibatches, so that the mean over workers is the statistic of all that they saw.
   */
  double[] state();

  /** Continues from statistics that {@link #state} gave. */
  void restore(double[] state);

  /** What the term measures, unweighted, at the last gradient; NaN before the first. */
  double measure();
}
