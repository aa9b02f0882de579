package io.lautum.network.engine.cudnn;

import java.util.List;

/** An operator with one input. */
abstract class UnaryOperator implements Operator {
  /** Appends the forward computation; see {@link #forward(List, Program)}. */
  abstract Tensor forward(Tensor input, Program program);

  /**
   * Appends the gradient computation; see {@link #backward(Tensor, boolean, Program)}.
   *
   * @return gradient with respect to the input; null unless needed
   */
  abstract Tensor backwardOne(Tensor gradient, boolean needed, Program program);

  @Override
  public final Tensor forward(List<Tensor> inputs, Program program) {
    return forward(inputs.get(0), program);
  }

  @Override
  public final List<Tensor> backward(Tensor gradient, boolean needed, Program program) {
    Tensor byInput = backwardOne(gradient, needed, program);
    return needed ? List.of(byInput) : List.of();
  }
}
