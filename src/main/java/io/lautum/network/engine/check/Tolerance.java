package io.lautum.network.engine.check;

import io.lautum.network.step.Precision;

/**
 * Largest relative errors of a correct engine. With single precision they are a few hundred
 * roundings. The others are larger in proportion to the format's last bit, but start from a smaller
 * multiple of it, because small networks do not add up many products.
 */
enum Tolerance {
  /** Of outputs, relative to the largest one. */
  OUTPUT(1e-4, 5e-3, 4e-2),
  /** Of gradients and statistics, relative to their norm. */
  GRADIENT(1e-3, 1.5e-2, 1.2e-1);

  private final double atFloat;
  private final double atTf32;
  private final double atBfloat16;

  Tolerance(double atFloat, double atTf32, double atBfloat16) {
    this.atFloat = atFloat;
    this.atTf32 = atTf32;
    this.atBfloat16 = atBfloat16;
  }

  double at(Precision precision) {
    return switch (precision) {
      case FLOAT -> atFloat;
      case TF32 -> atTf32;
      case BFLOAT16 -> atBfloat16;
    };
  }
}
