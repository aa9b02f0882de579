package io.lautum.network.engine.cudnn;

import io.lautum.network.engine.BatchStatistics;
import io.lautum.network.spec.Layer.BatchNormalization;
import io.lautum.network.spec.Parameter.Kind;

/**
 * Batch normalisation of each channel (Ioffe &amp; Szegedy 2015) by the minibatch's statistics or
 * by their running averages, with the ReLU that follows it, if any. The running mean and the
 * logarithm of the running deviation are weights whose "gradient" is the old value minus the new,
 * which the optimiser subtracts unchanged.
 */
final class BatchNorm extends UnaryOperator {
  /** Number of values of {@code Moments} in {@code kernels.cu}. */
  private static final int MOMENTS = 3;

  private final String name;
  private final BatchNormalization layer;
  private final FlatWeights weights;
  private final BatchStatistics statistics;
  private final int rectified;
  private final float epsilon;

  private Tensor input;
  private Tensor output;
  private Buffer mean;
  private Buffer variance;

  BatchNorm(
      String name,
      BatchNormalization layer,
      FlatWeights weights,
      BatchStatistics statistics,
      boolean rectified) {
    this.name = name;
    this.layer = layer;
    this.weights = weights;
    this.statistics = statistics;
    this.rectified = rectified ? 1 : 0;
    epsilon = (float) layer.epsilon();
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    Device device = program.device();
    mean = device.allocate((long) input.channels() * Float.BYTES);
    variance = device.allocate((long) input.channels() * Float.BYTES);
    if (statistics == BatchStatistics.RUNNING) {
      program.launch(
          "useRunning",
          input.channels(),
          weights.value(name, Kind.RUNNING_MEAN),
          weights.value(name, Kind.RUNNING_DEVIATION),
          mean,
          variance);
    } else {
      measure(program);
    }
    output = Tensor.allocate(device, input.rows(), input.shape());
    program.launch(
        "normalise",
        input.length(),
        input.buffer(),
        mean,
        variance,
        weights.value(name, Kind.SCALE),
        weights.value(name, Kind.SHIFT),
        epsilon,
        rectified,
        output.buffer(),
        input.channels(),
        input.inner());
    return output;
  }

  private void measure(Program program) {
    int splits = Launch.parts(input);
    Buffer parts =
        program.device().allocate((long) splits * input.channels() * MOMENTS * Float.BYTES);
    program.launchBlocks(
        "channelMoments",
        input.channels() * splits,
        input.buffer(),
        input.rows(),
        input.channels(),
        input.inner(),
        splits,
        parts);
    program.launch("mergeMoments", input.channels(), parts, splits, mean, variance);
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    Buffer sums = sums(gradient, program);
    if (statistics == BatchStatistics.FOLLOWED) {
      program.launch(
          "followMoments",
          input.channels(),
          mean,
          variance,
          weights.value(name, Kind.RUNNING_MEAN),
          weights.value(name, Kind.RUNNING_DEVIATION),
          (float) (1 - layer.decay()),
          weights.gradient(name, Kind.RUNNING_MEAN),
          weights.gradient(name, Kind.RUNNING_DEVIATION));
    }
    return needed ? byInput(gradient, sums, program) : null;
  }

  /** Appends the gradients of scale and shift, which are next to each other in this order. */
  private Buffer sums(Tensor gradient, Program program) {
    int splits = Launch.parts(input);
    int length = 2 * input.channels();
    Buffer sums = weights.gradients(name, Kind.SCALE, Kind.SHIFT);
    Buffer parts =
        splits == 1 ? sums : program.device().allocate((long) splits * length * Float.BYTES);
    program.launchBlocks(
        "normaliseSums",
        input.channels() * splits,
        input.buffer(),
        output.buffer(),
        gradient.buffer(),
        mean,
        variance,
        epsilon,
        rectified,
        input.rows(),
        input.channels(),
        input.inner(),
        splits,
        parts);
    if (splits > 1) {
      program.launch("addParts", length, parts, splits, sums);
    }
    return sums;
  }

  private Tensor byInput(Tensor gradient, Buffer sums, Program program) {
    Tensor byInput = Tensor.allocate(program.device(), input.rows(), input.shape());
    program.launch(
        "normaliseBackward",
        input.length(),
        input.buffer(),
        output.buffer(),
        gradient.buffer(),
        mean,
        variance,
        weights.value(name, Kind.SCALE),
        sums,
        epsilon,
        rectified,
        statistics == BatchStatistics.RUNNING ? 0 : 1,
        byInput.buffer(),
        input.channels(),
        input.inner());
    return byInput;
  }
}
