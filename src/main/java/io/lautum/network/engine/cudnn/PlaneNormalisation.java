package io.lautum.network.engine.cudnn;

/** Batch normalisation of tensors of the format {@link Format#PLANES}. */
final class PlaneNormalisation implements Normalisation {
  /** Number of values of {@code Moments} in {@code kernels.cu}. */
  private static final int MOMENTS = 3;

  private final Tensor input;
  private final Channels channels;
  private Tensor output;

  PlaneNormalisation(Tensor input, Channels channels) {
    this.input = input;
    this.channels = channels;
  }

  @Override
  public void measure(Program program) {
    int splits = Launch.parts(input);
    Buffer parts =
        program.device().allocate((long) splits * input.channels() * MOMENTS * Float.BYTES);
    program.launchBlocks(
        "channelMoments",
        input.channels() * splits,
        input.buffer(),
        input.rows(),
        input.channels(),
        input.inner(),
        splits,
        parts);
    program.launch(
        "mergeMoments", input.channels(), parts, splits, channels.mean(), channels.variance());
  }

  @Override
  public Tensor normalise(Program program) {
    output = input.allocateLike(program.device());
    program.launch(
        "normalise",
        input.items(),
        input.buffer(),
        channels.mean(),
        channels.variance(),
        channels.scale(),
        channels.shift(),
        channels.epsilon(),
        channels.rectifiedFlag(),
        output.buffer(),
        input.channels(),
        input.inner());
    return output;
  }

  @Override
  public void sums(Tensor gradient, Buffer sums, Program program) {
    int splits = Launch.parts(input);
    Buffer parts = splits == 1 ? sums : program.device().allocate(splits * sums.bytes());
    program.launchBlocks(
        "normaliseSums",
        input.channels() * splits,
        input.buffer(),
        output.buffer(),
        gradient.buffer(),
        channels.mean(),
        channels.variance(),
        channels.epsilon(),
        channels.rectifiedFlag(),
        input.rows(),
        input.channels(),
        input.inner(),
        splits,
        parts);
    if (splits > 1) {
      program.launch("addParts", sums.length(), parts, splits, sums);
    }
  }

  @Override
  public Tensor byInput(
      Tensor gradient, Buffer sums, boolean measured, Tensor others, Program program) {
    Tensor byInput = input.allocateLike(program.device());
    program.launch(
        "normaliseBackward",
        input.items(),
        input.buffer(),
        output.buffer(),
        gradient.buffer(),
        channels.mean(),
        channels.variance(),
        channels.scale(),
        sums,
        channels.epsilon(),
        channels.rectifiedFlag(),
        measured ? 1 : 0,
        byInput.buffer(),
        input.channels(),
        input.inner());
    return others == null ? byInput : program.sum(others, byInput);
  }
}
