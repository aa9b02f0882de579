package io.lautum.execution.onednn;

import java.util.SplittableRandom;

/** Zeroes entries at random and scales the others up, so that the mean stays (inverted dropout). */
final class Dropout implements Operator {
  private final double keep;
  private SplittableRandom random = new SplittableRandom(0);
  private float[] mask;

  /**
   * @param keep probability of keeping an entry
   */
  Dropout(double keep) {
    this.keep = keep;
  }

  void seed(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public Tensor forward(Tensor input, Program program) {
    HostTensor values = HostTensor.copy(input, program);
    mask = new float[values.values().length];
    program.add(this::draw);
    return scaled(values, input.shape(), program);
  }

  @Override
  public Tensor backward(Tensor gradient, boolean first, Program program) {
    return first ? null : scaled(HostTensor.copy(gradient, program), gradient.shape(), program);
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
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (random.nextInt() & 0xFFFFFFFFL) < threshold ? kept : 0;
    }
  }
}
