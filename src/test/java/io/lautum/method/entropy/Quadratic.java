package io.lautum.method.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.ejml.simple.SimpleMatrix;

/**
 * f(x) = c + ½ (x - a)' A (x - a), for which both regularised losses and both steps have closed
 * forms. Counts its evaluations.
 */
final class Quadratic implements Objective {
  static final Quadratic THREE_DIMENSIONAL =
      new Quadratic(
          new SimpleMatrix(new double[][] {{2, 0.5, 0}, {0.5, 1, -0.3}, {0, -0.3, 0.5}}),
          new SimpleMatrix(new double[][] {{1}, {-0.5}, {2}}),
          0);

  final SimpleMatrix hessian;
  final SimpleMatrix minimum;
  final double constant;
  int forward;
  int backward;

  Quadratic(SimpleMatrix hessian, SimpleMatrix minimum, double constant) {
    this.hessian = hessian;
    this.minimum = minimum;
    this.constant = constant;
  }

  Quadratic plus(double more) {
    return new Quadratic(hessian, minimum, constant + more);
  }

  @Override
  public double value(float[] weights) {
    forward++;
    SimpleMatrix d = column(weights).minus(minimum);
    return constant + d.dot(hessian.mult(d)) / 2;
  }

  @Override
  public double gradient(float[] weights, float[] gradient) {
    SimpleMatrix d = column(weights).minus(minimum);
    SimpleMatrix g = hessian.mult(d);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (float) g.get(i);
    }
    backward++;
    return value(weights);
  }

  /** Returns (I + τA)⁻¹ (x + τAa): the exact step, the same for both losses. */
  SimpleMatrix step(float[] x, double tau) {
    SimpleMatrix identity = SimpleMatrix.identity(x.length);
    return identity
        .plus(hessian.scale(tau))
        .solve(column(x).plus(hessian.mult(minimum).scale(tau)));
  }

  /** Returns the covariance of q ∝ e^-f φ: (A + I/τ)⁻¹. */
  SimpleMatrix covariance(double tau) {
    int n = hessian.getNumRows();
    return hessian.plus(SimpleMatrix.identity(n).divide(tau)).invert();
  }

  /** Returns -log ∫ e^-f φ = c + ½ (x - a)' A (I + τA)⁻¹ (x - a) + ½ log det(I + τA). */
  double localEntropy(float[] x, double tau) {
    SimpleMatrix d = column(x).minus(minimum);
    SimpleMatrix m = SimpleMatrix.identity(x.length).plus(hessian.scale(tau));
    return constant + d.dot(hessian.mult(m.solve(d))) / 2 + Math.log(m.determinant()) / 2;
  }

  /** Returns ∫ f φ = f(x) + ½ τ tr A. */
  double heat(float[] x, double tau) {
    return value(x) + tau * hessian.trace() / 2;
  }

  /**
   * Checks that eight steps on {@link #THREE_DIMENSIONAL} each lower a regularised loss, and that
   * less than a tenth of its excess over the minimum is left.
   *
   * @param step computes a step from weights and a seed
   */
  static void assertDescent(
      ToDoubleFunction<float[]> loss, BiFunction<float[], Integer, StepResult> step) {
    float[] x = {-2, 3, -1};
    double first = loss.applyAsDouble(x);
    double before = first;
    for (int k = 0; k < 8; k++) {
      x = step.apply(x, k).weights();
      double after = loss.applyAsDouble(x);
      assertThat(after).isLessThan(before);
      before = after;
    }
    double least = loss.applyAsDouble(new float[] {1, -0.5f, 2});
    assertThat(before - least).isLessThan((first - least) / 10);
  }

  static SimpleMatrix column(float[] x) {
    SimpleMatrix column = new SimpleMatrix(x.length, 1);
    for (int i = 0; i < x.length; i++) {
      column.set(i, x[i]);
    }
    return column;
  }
}
