package io.lautum.network.engine.cudnn;

/** Computes max(x, 0). */
final class Rectifier extends UnaryOperator {
  private Tensor output;

  @Override
  Tensor forward(Tensor input, Program program) {
    output = input.allocateLike(program.device());
    program.launch(
        input.format().kernel("rectify"), input.items(), input.buffer(), output.buffer());
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    return needed ? backward(output, gradient, program) : null;
  }

  /** Appends the gradient through max(x, 0), given the output. */
  static Tensor backward(Tensor output, Tensor gradient, Program program) {
    Tensor byInput = output.allocateLike(program.device());
    program.launch(
        output.format().kernel("rectifyBackward"),
        output.items(),
        output.buffer(),
        gradient.buffer(),
        byInput.buffer());
    return byInput;
  }
}
