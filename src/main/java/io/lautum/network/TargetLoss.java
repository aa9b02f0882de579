package io.lautum.network;

import java.io.Serializable;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss on a network's outputs for unlabelled target images that keeps running statistics from
 * minibatch to minibatch. One instance belongs to one network; its statistics advance with each
 * {@code computeGradient} and with nothing else.
 */
public interface TargetLoss extends ILossFunction, Serializable {
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
