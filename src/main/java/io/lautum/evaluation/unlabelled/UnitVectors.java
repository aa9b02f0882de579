package io.lautum.evaluation.unlabelled;

/** Features divided by their norm, so that distances compare directions. */
final class UnitVectors {
  private UnitVectors() {}

  /** Returns one unit vector per row; zeros stay zeros. */
  static float[][] of(float[][] rows) {
    float[][] units = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      units[i] = unit(rows[i]);
    }
    return units;
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double norm = squares == 0 ? 1 : Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
    return unit;
  }

  static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
