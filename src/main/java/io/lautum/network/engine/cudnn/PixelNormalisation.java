package io.lautum.network.engine.cudnn;

/** Batch normalisation of tensors of the format {@link Format#PIXELS}. */
final class PixelNormalisation implements Normalisation {
  private final Tensor input;
  private final Channels channels;
  private final Columns columns;

  PixelNormalisation(Tensor input, Channels channels) {
    this.input = input;
    this.channels = channels;
    columns = new Columns(input);
  }

  @Override
  public void measure(Program program) {
    int splits = columns.splits();
    Buffer parts = program.device().allocate(2L * splits * input.channels() * Float.BYTES);
    program.launchBlocks(
        "channelMomentsPixels",
        columns.blocks(),
        input.buffer(),
        input.pixels(),
        input.channels(),
        columns.across(),
        splits,
        parts);
    program.launchBlocks(
        "mergeMomentsPixels",
        input.channels(),
        parts,
        splits,
        firstPixel(),
        input.pixels(),
        channels.mean(),
        channels.variance(),
        input.channels());
  }

  private Buffer firstPixel() {
    int bytes = Format.PIXELS.padded(input.channels()) * Format.PIXELS.valueBytes();
    return input.buffer().part(0, bytes / Float.BYTES);
  }

  @Override
  public Tensor normalise(Program program) {
    Tensor output = input.allocateLike(program.device());
    program.launchBlocks(
        "normalisePixels",
        columns.blocks(),
        input.buffer(),
        channels.mean(),
        channels.variance(),
        channels.scale(),
        channels.shift(),
        channels.epsilon(),
        channels.rectifiedFlag(),
        output.buffer(),
        input.pixels(),
        input.channels(),
        columns.across(),
        columns.splits());
    return output;
  }

  @Override
  public void sums(Tensor gradient, Buffer sums, Program program) {
    columns.sum(
        sums,
        program,
        parts ->
            program.launchBlocks(
                "normaliseSumsPixels",
                columns.blocks(),
                input.buffer(),
                gradient.buffer(),
                channels.mean(),
                channels.variance(),
                channels.scale(),
                channels.shift(),
                channels.epsilon(),
                channels.rectifiedFlag(),
                input.pixels(),
                input.channels(),
                columns.across(),
                columns.splits(),
                parts));
  }

  @Override
  public Tensor byInput(
      Tensor gradient, Buffer sums, boolean measured, Tensor others, Program program) {
    Tensor byInput = input.allocateLike(program.device());
    program.launchBlocks(
        "normaliseBackwardPixels",
        columns.blocks(),
        input.buffer(),
        gradient.buffer(),
        channels.mean(),
        channels.variance(),
        channels.scale(),
        channels.shift(),
        sums,
        channels.epsilon(),
        channels.rectifiedFlag(),
        measured ? 1 : 0,
        others == null ? input.buffer().part(0, 0) : others.buffer(),
        others == null ? 0 : 1,
        byInput.buffer(),
        input.pixels(),
        input.channels(),
        columns.across(),
        columns.splits());
    return byInput;
  }
}
