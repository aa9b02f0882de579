package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;

/** The mean of each window; padding does not count. */
final class AveragePooling extends UnaryOperator {
  private final Window window;

  private Tensor input;
  private Tensor output;

  AveragePooling(Window window) {
    this.window = window;
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    Shape shape = window.over(input.image(), input.channels());
    output = input.allocateLike(program.device(), shape);
    launch("averagePool", input, output, program);
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    if (!needed) {
      return null;
    }
    Tensor byInput = input.allocateLike(program.device());
    launch("averagePoolBackward", gradient, byInput, program);
    return byInput;
  }

  private void launch(String kernel, Tensor from, Tensor to, Program program) {
    program.launch(
        to.format().kernel(kernel),
        to.items(),
        from.buffer(),
        to.buffer(),
        input.channels(),
        input.image().height(),
        input.image().width(),
        output.image().height(),
        output.image().width(),
        window.size(),
        window.size(),
        window.stride(),
        window.padding());
  }
}
