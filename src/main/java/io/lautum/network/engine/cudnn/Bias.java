package io.lautum.network.engine.cudnn;

/** The bias of each channel, and the ReLU that follows it, if any. */
final class Bias {
  private final Buffer values;
  private final Buffer gradient;
  private final boolean rectified;
  private Tensor output;

  /**
   * @param values one value per channel; null if there is no bias
   * @param gradient gradient of the bias; null if there is no bias
   */
  Bias(Buffer values, Buffer gradient, boolean rectified) {
    this.values = values;
    this.gradient = gradient;
    this.rectified = rectified;
  }

  /** Appends the addition to a new tensor that has no other reader. */
  void forward(Tensor tensor, Program program) {
    output = tensor;
    if (values != null) {
      program.launch(
          tensor.format().kernel("addBias"),
          tensor.items(),
          tensor.buffer(),
          values,
          tensor.channels(),
          tensor.inner(),
          rectified ? 1 : 0);
    } else if (rectified) {
      program.launch(
          tensor.format().kernel("rectify"), tensor.items(), tensor.buffer(), tensor.buffer());
    }
  }

  /**
   * Appends the gradient of the bias.
   *
   * @param byOutput gradient with respect to the output
   * @return gradient with respect to the tensor before the addition
   */
  Tensor backward(Tensor byOutput, Program program) {
    Tensor before = rectified ? Rectifier.backward(output, byOutput, program) : byOutput;
    if (values != null && before.format() == Format.PIXELS) {
      sumPixels(before, program);
    } else if (values != null) {
      sumChannels(before, program);
    }
    return before;
  }

  private void sumPixels(Tensor tensor, Program program) {
    Columns columns = new Columns(tensor);
    columns.sum(
        gradient,
        program,
        parts ->
            program.launchBlocks(
                "sumChannelsPixels",
                columns.blocks(),
                tensor.buffer(),
                tensor.pixels(),
                tensor.channels(),
                columns.across(),
                columns.splits(),
                parts));
  }

  private void sumChannels(Tensor tensor, Program program) {
    int channels = tensor.channels();
    int splits = Launch.parts(tensor);
    Buffer parts =
        splits == 1 ? gradient : program.device().allocate((long) splits * channels * Float.BYTES);
    program.launchBlocks(
        "sumChannels",
        channels * splits,
        tensor.buffer(),
        tensor.rows(),
        channels,
        tensor.inner(),
        splits,
        parts);
    if (splits > 1) {
      program.launch("addParts", channels, parts, splits, gradient);
    }
  }
}
