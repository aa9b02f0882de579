package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;

/** The maximum of each window. */
final class MaxPooling extends UnaryOperator {
  /** A byte stores the position in the window. */
  static final int MAXIMUM_SIZE = 16;

  private final Window window;

  private Tensor input;
  private Shape.Image shape;
  private Buffer where;

  /**
   * @param window a window that {@link #isSupported}
   */
  MaxPooling(Window window) {
    this.window = window;
  }

  /** Returns whether the operator computes the maximum of such windows. */
  static boolean isSupported(Window window) {
    return window.size() <= MAXIMUM_SIZE;
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    shape = window.over(input.image(), input.channels());
    Tensor output = input.allocateLike(program.device(), shape);
    where = program.device().allocate((long) output.items() * output.format().width());
    program.launch(
        input.format().kernel("maxPool"),
        output.items(),
        input.buffer(),
        output.buffer(),
        where,
        input.channels(),
        input.image().height(),
        input.image().width(),
        shape.height(),
        shape.width(),
        window.size(),
        window.stride(),
        window.padding());
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    if (!needed) {
      return null;
    }
    Tensor byInput = input.allocateLike(program.device());
    program.launch(
        input.format().kernel("maxPoolBackward"),
        input.items(),
        gradient.buffer(),
        where,
        byInput.buffer(),
        input.channels(),
        input.image().height(),
        input.image().width(),
        shape.height(),
        shape.width(),
        window.size(),
        window.stride(),
        window.padding());
    return byInput;
  }
}
