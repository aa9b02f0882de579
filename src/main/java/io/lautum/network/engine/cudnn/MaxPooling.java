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
    Tensor output = Tensor.allocate(program.device(), input.rows(), shape);
    where = program.device().allocate(output.length());
    program.launch(
        "maxPool",
        output.length(),
        input.buffer(),
        output.buffer(),
        where,
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
    Tensor byInput = Tensor.allocate(program.device(), input.rows(), input.shape());
    program.launch(
        "maxPoolBackward",
        input.length(),
        gradient.buffer(),
        where,
        byInput.buffer(),
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
