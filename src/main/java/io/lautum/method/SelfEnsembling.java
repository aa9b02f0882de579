package io.lautum.method;

import io.lautum.network.loss.TermSpec;

/**
 * A term on labelled and unlabelled target examples that compares the network's predictions with
 * its earlier ones. Belongs to one training run.
 */
public interface SelfEnsembling {
  /** The term. */
  TermSpec term();

  /**
   * The term's extra input for a minibatch.
   *
   * @param step from 0
   * @param examples numbers of the 2n examples
   * @return 2n x r, row-major
   */
  double[] termInputs(int step, int[] examples);

  /**
   * Receives the network's class probabilities at a step.
   *
   * @param outputs of the 2n examples, 2n x K, row-major
   */
  void observe(int step, int[] examples, double[] outputs);
}
