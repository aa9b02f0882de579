package io.lautum.information;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.ejml.simple.SimpleMatrix;

/**
 * First and second moments of pairs (w, z): E[w], E[z], E[ww'] and E[wz'], with K entries in w and
 * r in z, as a running average over batches or with equal weights for all examples.
 *
 * <p>Stores a weighted sum s of each moment and the sum of the weights; a moment is s/weight, so
 * that a running average that starts at zero is unbiased after the first batch. Every stored number
 * is linear in the batches: the elementwise mean of the {@link #toArray} of several workers equals
 * the array of one worker that has seen all of their batches.
 *
 * <p>Batches are flat and row-major: {@code w[j * K + k]} is entry k of example j. Not thread-safe.
 */
public final class RunningMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int outputs;
  private final int components;

  /** The weight, followed by the sums of w (K), z (r), ww' (K x K) and wz' (K x r). */
  private final double[] sums;

  /**
   * Creates moments without examples.
   *
   * @param outputs length K of w
   * @param components length r of z
   */
  public RunningMoments(int outputs, int components) {
    this(outputs, components, new double[stateLength(outputs, components)]);
  }

  private RunningMoments(int outputs, int components, double[] sums) {
    this.outputs = outputs;
    this.components = components;
    this.sums = sums;
  }

  /**
   * Restores moments from the result of {@link #toArray}.
   *
   * @throws IllegalArgumentException if the array's length does not match K and r
   */
  public static RunningMoments fromArray(int outputs, int components, double[] state) {
    requireLength("state", state, stateLength(outputs, components));
    return new RunningMoments(outputs, components, state.clone());
  }

  /** Returns the length of {@link #toArray}: 1 + K + r + K² + Kr. */
  public static int stateLength(int outputs, int components) {
    if (outputs < 1 || components < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "K and r must be positive, got [%d] and [%d]", outputs, components));
    }
    return 1 + outputs + components + outputs * (outputs + components);
  }

  /**
   * Returns a copy of the weight and the weighted sums, which are the complete state, in one array.
   */
  public double[] toArray() {
    return sums.clone();
  }

  /**
   * Adds one batch to the running average: s ← αs + (1-α)·(mean over the batch), and the weight
   * accordingly. α = 0 forgets everything except this batch.
   *
   * @param w outputs, n x K
   * @param z whitened inputs, n x r
   * @param n number of examples in the batch
   * @param decay α, at least 0 and below 1
   */
  public void update(double[] w, double[] z, int n, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "decay must be in [0, 1), got [%s]", decay));
    }
    requireBatch(w, z, n);
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= decay;
    }
    add(w, z, n, (1 - decay) / n);
  }

  /**
   * Adds one batch with weight 1 per example. After the last batch of a dataset the moments are
   * those of the whole dataset, regardless of its division into batches.
   */
  public void accumulate(double[] w, double[] z, int n) {
    requireBatch(w, z, n);
    add(w, z, n, 1);
  }

  private void add(double[] w, double[] z, int n, double exampleWeight) {
    sums[0] += n * exampleWeight;
    for (int j = 0; j < n; j++) {
      addScaled(sums, outputMeanOffset(), exampleWeight, w, j * outputs, outputs);
      addScaled(sums, inputMeanOffset(), exampleWeight, z, j * components, components);
      for (int k = 0; k < outputs; k++) {
        double wk = exampleWeight * w[j * outputs + k];
        addScaled(sums, outputProductOffset() + k * outputs, wk, w, j * outputs, outputs);
        addScaled(sums, crossProductOffset() + k * components, wk, z, j * components, components);
      }
    }
  }

  private static void addScaled(
      double[] target, int at, double factor, double[] source, int from, int length) {
    for (int i = 0; i < length; i++) {
      target[at + i] += factor * source[from + i];
    }
  }

  /** Returns K. */
  public int outputs() {
    return outputs;
  }

  /** Returns r. */
  public int components() {
    return components;
  }

  /** Returns whether no batch was added yet, so that there are no moments. */
  public boolean isEmpty() {
    return sums[0] == 0;
  }

  /** Returns E[w], K x 1. */
  public SimpleMatrix outputMean() {
    return moment(outputMeanOffset(), outputs, 1);
  }

  /** Returns E[z], r x 1. */
  public SimpleMatrix inputMean() {
    return moment(inputMeanOffset(), components, 1);
  }

  /**
   * Returns cov(w) = E[ww'] - E[w]E[w]', K x K; symmetric, divided by the weight (not by n - 1).
   */
  public SimpleMatrix covariance() {
    return moment(outputProductOffset(), outputs, outputs)
        .minus(outputMean().mult(outputMean().transpose()));
  }

  /** Returns cov(w, z) = E[wz'] - E[w]E[z]', K x r. */
  public SimpleMatrix crossCovariance() {
    return moment(crossProductOffset(), outputs, components)
        .minus(outputMean().mult(inputMean().transpose()));
  }

  private SimpleMatrix moment(int offset, int rows, int columns) {
    if (isEmpty()) {
      throw new IllegalStateException("there are no moments yet, because no batch was added");
    }
    double[] sum = Arrays.copyOfRange(sums, offset, offset + rows * columns);
    return new SimpleMatrix(rows, columns, true, sum).divide(sums[0]);
  }

  private int outputMeanOffset() {
    return 1;
  }

  private int inputMeanOffset() {
    return outputMeanOffset() + outputs;
  }

  private int outputProductOffset() {
    return inputMeanOffset() + components;
  }

  private int crossProductOffset() {
    return outputProductOffset() + outputs * outputs;
  }

  private void requireBatch(double[] w, double[] z, int n) {
    requireBatch(w, outputs, z, components, n);
  }

  /** Checks that w is n x K and z is n x r, with n at least 1. */
  static void requireBatch(double[] w, int outputs, double[] z, int components, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a batch needs at least one example, got n = [%d]", n));
    }
    requireLength("w", w, n * outputs);
    requireLength("z", z, n * components);
  }

  private static void requireLength(String name, double[] array, int expected) {
    if (array.length != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s must have [%d] entries, got [%d]", name, expected, array.length));
    }
  }
}
