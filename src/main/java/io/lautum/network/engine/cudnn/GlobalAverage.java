package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;

/** The mean of each channel, one row vector per image. */
final class GlobalAverage extends UnaryOperator {
  private Tensor input;

  @Override
  Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    Shape shape = new Shape.Vector(input.channels());
    Tensor output = Tensor.allocate(program.device(), input.rows(), shape, Format.PLANES);
    if (input.format() == Format.PIXELS) {
      int groups = input.items() / input.pixels();
      average("globalAveragePixels", input.rows() * groups, input, output, program);
    } else {
      pool("averagePool", input, output, program);
    }
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    if (!needed) {
      return null;
    }
    Tensor byInput = input.allocateLike(program.device());
    if (input.format() == Format.PIXELS) {
      average("globalAverageBackwardPixels", byInput.items(), gradient, byInput, program);
    } else {
      pool("averagePoolBackward", gradient, byInput, program);
    }
    return byInput;
  }

  private void average(String kernel, int threads, Tensor from, Tensor to, Program program) {
    program.launch(kernel, threads, from.buffer(), to.buffer(), input.channels(), input.inner());
  }

  /** Appends the mean of the only window, which covers the image. */
  private void pool(String kernel, Tensor from, Tensor to, Program program) {
    int height = input.image().height();
    int width = input.image().width();
    program.launch(
        kernel,
        to.items(),
        from.buffer(),
        to.buffer(),
        input.channels(),
        height,
        width,
        1,
        1,
        height,
        width,
        1,
        0);
  }
}
