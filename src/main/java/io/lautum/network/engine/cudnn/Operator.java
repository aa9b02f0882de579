package io.lautum.network.engine.cudnn;

import java.util.List;

/**
 * A part of a network that compiles its computation into programs. An instance serves one
 * compilation, because it stores values of {@link #forward} that {@link #backward} needs. No
 * operator changes its inputs or the gradient that it is given.
 */
interface Operator {
  /** Appends the forward computation and returns its output. */
  Tensor forward(List<Tensor> inputs, Program program);

  /**
   * Appends the gradient of the operator's weights and of its inputs.
   *
   * @param gradient gradient of the loss with respect to the output
   * @param needed true if the gradient with respect to the inputs is needed
   * @return gradients of the loss with respect to the inputs, in order; empty unless needed
   */
  List<Tensor> backward(Tensor gradient, boolean needed, Program program);
}
