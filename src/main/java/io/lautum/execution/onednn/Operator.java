package io.lautum.execution.onednn;

/**
 * A part of a chain: compiles its computation into programs. For one compilation: it keeps from
 * {@link #forward} what {@link #backward} needs.
 */
interface Operator {
  /** Appends the forward computation and returns its output. */
  Tensor forward(Tensor input, Program program);

  /**
   * Appends the gradient of the operator's weights and of its input.
   *
   * @param gradient of the loss by the output
   * @param first whether nothing before this operator needs a gradient
   * @return gradient of the loss by the input; null where {@code first}
   */
  Tensor backward(Tensor gradient, boolean first, Program program);
}
