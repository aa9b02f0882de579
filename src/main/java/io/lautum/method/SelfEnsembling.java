package io.lautum.method;

import io.lautum.network.loss.TermSpec;

/**
 * A term on labelled and unlabelled target examples that compares the network's predictions with
 * its earlier ones. Belongs to one training run.
 */
public interface SelfEnsembling {
  /** Returns the term. */
  TermSpec term();

  /**
   * Returns the term's extra input for a minibatch.
   *
   * @param step number of the step, from 0
   * @param examples indices of the 2n examples
   * @return 2n x r, row-major
   */
  double[] termInputs(int step, int[] examples);

  /**
   * Receives the network's class probabilities at a step.
   *
   * @param outputs probabilities of the 2n examples, 2n x K, row-major
   */
  void observe(int step, int[] examples, double[] outputs);
}
