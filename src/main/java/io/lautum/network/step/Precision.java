package io.lautum.network.step;

import java.util.Locale;

/**
 * Number format of the factors that convolutions multiply. Weights, moments and losses are always
 * 32-bit floats.
 */
public enum Precision {
  /** IEEE 754 single precision, 32 bits. */
  FLOAT,
  /** A float's exponent with ten bits of significand, on NVIDIA GPUs. */
  TF32,
  /**
   * A float's exponent with seven bits of significand. On NVIDIA GPUs also the format in which
   * images are stored between layers.
   */
  BFLOAT16;

  /** Returns the value of {@code network.precision}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
