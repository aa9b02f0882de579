package io.lautum.network.engine.cudnn;

/** Computes max(x, 0). */
final class Rectifier extends UnaryOperator {
  private Tensor output;

  @Override
  Tensor forward(Tensor input, Program program) {
    output = Tensor.allocate(program.device(), input.rows(), input.shape());
    program.launch("rectify", input.length(), input.buffer(), output.buffer());
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    return needed ? backward(output, gradient, program) : null;
  }

  /** Appends the gradient through max(x, 0), given the output. */
  static Tensor backward(Tensor output, Tensor gradient, Program program) {
    Tensor byInput = Tensor.allocate(program.device(), output.rows(), output.shape());
    program.launch(
        "rectifyBackward", output.length(), output.buffer(), gradient.buffer(), byInput.buffer());
    return byInput;
  }
}
