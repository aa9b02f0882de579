package io.lautum.network.engine.cudnn;

/**
 * Zeroes entries at random and scales the others up, so that the mean is unchanged (inverted
 * dropout). Random numbers are a function of the seed, the number of the forward pass and the
 * position: Philox4x32-10 (Salmon et al. 2011).
 */
final class Dropout extends UnaryOperator {
  private static final int PROBABILITY_BITS = 24;

  private final double keep;
  private final boolean[] applies;

  private Device device;
  private Buffer state;
  private Buffer mask;

  /**
   * @param keep probability of keeping an entry
   * @param applies true for the rows whose entries are dropped
   */
  Dropout(double keep, boolean[] applies) {
    this.keep = keep;
    this.applies = applies;
  }

  /**
   * Continues the sequence of random numbers of a seed.
   *
   * @param passes number of forward passes before the next one
   */
  void seed(long seed, long passes) {
    int[] words = {
      (int) seed, (int) (seed >>> Integer.SIZE), (int) passes, (int) (passes >>> Integer.SIZE)
    };
    device.upload(words, state);
  }

  @Override
  Tensor forward(Tensor input, Program program) {
    device = program.device();
    state = device.allocate(4 * Integer.BYTES);
    Buffer rows = device.allocate(applies.length);
    device.upload(applies, rows);
    Tensor output = input.allocateLike(device);
    int items = input.items();
    mask = device.allocate((long) items * input.format().width() * Float.BYTES);
    program.launch(
        input.format().kernel("drop"),
        items,
        input.buffer(),
        state,
        rows,
        (int) Math.round(keep * (1 << PROBABILITY_BITS)),
        (float) (1 / keep),
        mask,
        output.buffer(),
        items / input.rows());
    program.launchBlocks("advance", 1, state);
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    if (!needed) {
      return null;
    }
    Tensor byInput = gradient.allocateLike(device);
    program.launch(
        gradient.format().kernel("multiply"),
        gradient.items(),
        mask,
        gradient.buffer(),
        byInput.buffer());
    return byInput;
  }
}
