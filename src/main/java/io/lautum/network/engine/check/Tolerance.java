package io.lautum.network.engine.check;

import io.lautum.network.step.Precision;

/**
 * Largest relative errors of a correct engine. With single precision they are far above the
 * rounding errors and far below the effect of a wrong formula. The limits for TF32 and bfloat16 are
 * three to seven times the errors that appear if only weights, images and the outputs' gradients
 * are rounded to the format, because engines also round the values between layers. Gradients are
 * affected more than outputs: for a few images, one ReLU whose input changes its sign is a per cent
 * of them.
 */
enum Tolerance {
  /** Of outputs, relative to the largest one; rounding gives 8e-4 and 6e-3. */
  OUTPUT(1e-4, 5e-3, 4e-2),
  /** Of gradients and statistics, relative to their norm; rounding gives 1.4e-2 and 7e-2. */
  GRADIENT(1e-3, 4e-2, 2e-1);

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
