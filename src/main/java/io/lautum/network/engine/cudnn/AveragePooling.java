package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;

/** The mean of each window, or of the whole image; padding does not count. */
final class AveragePooling extends UnaryOperator {
  /** The window; null for the whole image. */
  private final Window window;

  private Tensor input;
  private Tensor output;

  private AveragePooling(Window window) {
    this.window = window;
  }

  /** Returns the operator for the mean of each window. */
  static AveragePooling of(Window window) {
    return new AveragePooling(window);
  }

  /** Returns the operator for the mean of each channel, one row vector per image. */
  static AveragePooling global() {
    return new AveragePooling(null);
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    Shape shape =
        window == null
            ? new Shape.Vector(input.channels())
            : window.over(input.image(), input.channels());
    output = Tensor.allocate(program.device(), input.rows(), shape);
    launch("averagePool", input.buffer(), output, program);
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    if (!needed) {
      return null;
    }
    Tensor byInput = Tensor.allocate(program.device(), input.rows(), input.shape());
    launch("averagePoolBackward", gradient.buffer(), byInput, program);
    return byInput;
  }

  private void launch(String kernel, Buffer from, Tensor to, Program program) {
    Shape.Image image = input.image();
    boolean whole = window == null;
    program.launch(
        kernel,
        to.length(),
        from,
        to.buffer(),
        image.height(),
        image.width(),
        whole ? 1 : output.image().height(),
        whole ? 1 : output.image().width(),
        whole ? image.height() : window.size(),
        whole ? image.width() : window.size(),
        whole ? 1 : window.stride(),
        whole ? 0 : window.padding());
  }
}
