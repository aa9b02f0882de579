package io.lautum.network.engine.cudnn;

import io.lautum.network.loss.SpectralNormPenalty;
import io.lautum.network.loss.State;
import io.lautum.network.spec.WeightMatrix;
import java.util.List;

/**
 * {@link SpectralNormPenalty} on a device: one power iteration per matrix, u ← Wv/‖Wv‖, σ ← ‖Wᵀu‖,
 * v ← Wᵀu/σ. Between iterations the penalty itself holds the vectors v, because workers average
 * them. Its first iteration, which chooses them, is computed on the host.
 */
final class DeviceSpectralNorm implements Penalties.DevicePenalty {
  private final SpectralNormPenalty penalty;
  private final List<WeightMatrix> matrices;
  private final Device device;
  private final Buffer weights;
  private final Buffer gradient;
  private final Buffer vectors;

  /** The new vectors, then the singular values, so that one copy brings all. */
  private final Buffer results;

  private final Program program;

  DeviceSpectralNorm(SpectralNormPenalty penalty, Device device, Buffer weights, Buffer gradient) {
    this.penalty = penalty;
    this.device = device;
    this.weights = weights;
    this.gradient = gradient;
    matrices = penalty.matrices();
    program = new Program(device);
    long length = matrices.stream().mapToLong(WeightMatrix::columns).sum();
    vectors = device.allocate(length * Float.BYTES);
    results = device.allocate((length + matrices.size()) * Float.BYTES);
    long at = 0;
    for (int i = 0; i < matrices.size(); i++) {
      iterate(matrices.get(i), at, results.part(length + i, 1));
      at += matrices.get(i).columns();
    }
  }

  private void iterate(WeightMatrix matrix, long at, Buffer sigma) {
    Buffer values = weights.part(matrix.offset(), matrix.length());
    Buffer left = device.allocate((long) matrix.rows() * Float.BYTES);
    Buffer leftNorm = device.allocate(Float.BYTES);
    Buffer old = vectors.part(at, matrix.columns());
    Buffer right = results.part(at, matrix.columns());
    program.launchBlocks("multiplyRows", matrix.rows(), values, old, left, matrix.columns());
    program.launchBlocks("normaliseVector", 1, left, leftNorm, matrix.rows());
    program.launchBlocks(
        "multiplyColumns",
        Launch.blocks(matrix.columns()),
        values,
        left,
        right,
        matrix.rows(),
        matrix.columns());
    program.launchBlocks("normaliseVector", 1, right, sigma, matrix.columns());
    program.launch(
        "addOuterProduct",
        matrix.length(),
        (float) penalty.weight(),
        sigma,
        left,
        right,
        gradient.part(matrix.offset(), matrix.length()),
        matrix.columns());
  }

  @Override
  public double add() {
    double[] before = penalty.state().vector(SpectralNormPenalty.VECTORS);
    return hasBegun(before) ? addOnDevice(before) : addOnHost();
  }

  /** Returns whether no vector is zero. */
  private boolean hasBegun(double[] all) {
    int at = 0;
    for (WeightMatrix matrix : matrices) {
      double largest = 0;
      for (int end = at + matrix.columns(); at < end; at++) {
        largest = Math.max(largest, Math.abs(all[at]));
      }
      if (largest == 0) {
        return false;
      }
    }
    return true;
  }

  private double addOnDevice(double[] before) {
    float[] values = new float[before.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) before[i];
    }
    device.upload(values, vectors);
    program.run();
    float[] computed = new float[results.length()];
    device.download(results, computed);
    double[] after = new double[before.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = computed[i];
    }
    penalty.restore(State.averaged(SpectralNormPenalty.VECTORS, after));
    double sum = 0;
    for (int i = after.length; i < computed.length; i++) {
      sum += (double) computed[i] * computed[i];
    }
    return penalty.weight() / 2 * sum;
  }

  private double addOnHost() {
    float[] values = new float[weights.length()];
    float[] total = new float[gradient.length()];
    device.download(weights, values);
    device.download(gradient, total);
    double value = penalty.add(values, total);
    device.upload(total, gradient);
    return value;
  }
}
