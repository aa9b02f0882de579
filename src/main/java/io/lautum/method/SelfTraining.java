package io.lautum.method;

import io.lautum.network.TransferTerm;

/**
 * A term on labelled and unlabelled target examples that learns from what the network said of each
 * of them before. Belongs to one training run.
 */
public interface SelfTraining {
  /** The term; the loss in the network may be a copy of its loss. */
  TransferTerm term();

  /**
   * What the term is given beside each image of a stacked minibatch.
   *
   * @param step from 0
   * @param examples numbers of the 2n examples
   * @return 2n x r, row-major, as the term's loss reads it
   */
  double[] beside(int step, int[] examples);

  /**
   * Takes in what the network put out at a step.
   *
   * @param outputs of the 2n examples, 2n x K, row-major
   */
  void observe(int step, int[] examples, double[] outputs);
}
