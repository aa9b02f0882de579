package io.lautum.network.engine.onednn;

import io.lautum.experiment.random.SplitMix;

/**
 * Zeroes entries at random and scales the others up, so that the mean is unchanged (inverted
 * dropout).
 */
final class Dropout extends UnaryOperator {
  private final double keep;
  private final boolean[] applies;
  private final SplitMix random = new SplitMix(0);
  private float[] mask;

  /**
   * @param keep probability of keeping an entry
   * @param applies true for the rows whose entries are dropped
   */
  Dropout(double keep, boolean[] applies) {
    this.keep = keep;
    this.applies = applies;
  }

  /** Returns whether any row has entries that are dropped, so that random numbers are drawn. */
  boolean draws() {
    for (boolean row : applies) {
      if (row) {
        return true;
      }
    }
    return false;
  }

  /** Continues with the random numbers after a position; a seed is the position of its start. */
  void restart(long position) {
    random.restart(position);
  }

  /** Returns the position of the last random number. */
  long position() {
    return random.state();
  }

  @Override
  Tensor forward(Tensor input, Program program) {
    HostTensor values = HostTensor.copy(input, program);
    mask = new float[values.values().length];
    program.add(this::draw);
    return scaled(values, input.shape(), program);
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    return needed ? scaled(HostTensor.copy(gradient, program), gradient.shape(), program) : null;
  }

  private Tensor scaled(HostTensor values, long[] shape, Program program) {
    Tensor output = program.rowMajor(shape);
    HostTensor result = HostTensor.of(output);
    program.add(
        () -> {
          float[] scaled = values.read();
          for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= mask[i];
          }
          result.write(scaled);
        });
    return output;
  }

  private void draw() {
    long threshold = Math.round(keep * 0x1p32);
    float kept = (float) (1 / keep);
    int width = mask.length / applies.length;
    for (int i = 0; i < mask.length; i++) {
      if (applies[i / width]) {
        mask[i] = (random.nextInt() & 0xFFFFFFFFL) < threshold ? kept : 0;
      } else {
        mask[i] = 1;
      }
    }
  }
}
