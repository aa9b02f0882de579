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
  private final String name;
  private final BatchNormalization layer;
  private final FlatWeights weights;
  private final BatchStatistics statistics;
  private final boolean rectified;

  private Normalisation normalisation;
  private Buffer mean;
  private Buffer variance;
  private Tensor others;

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
    this.rectified = rectified;
  }

  @Override
  Tensor forward(Tensor input, Program program) {
    int channels = input.channels();
    mean = program.device().allocate((long) channels * Float.BYTES);
    variance = program.device().allocate((long) channels * Float.BYTES);
    normalisation =
        Normalisation.of(
            input,
            new Normalisation.Channels(
                mean,
                variance,
                weights.value(name, Kind.SCALE),
                weights.value(name, Kind.SHIFT),
                (float) layer.epsilon(),
                rectified));
    if (statistics == BatchStatistics.RUNNING) {
      program.launch(
          "useRunning",
          channels,
          weights.value(name, Kind.RUNNING_MEAN),
          weights.value(name, Kind.RUNNING_DEVIATION),
          mean,
          variance);
    } else {
      normalisation.measure(program);
    }
    return normalisation.normalise(program);
  }

  /**
   * Sets the gradient of the input's other readers, which {@link #backwardOne} adds to its own. In
   * a residual network this saves a pass over memory per block.
   *
   * @param gradient null if there is none
   */
  void addGradient(Tensor gradient) {
    others = gradient;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    Buffer sums = weights.gradients(name, Kind.SCALE, Kind.SHIFT);
    normalisation.sums(gradient, sums, program);
    if (statistics == BatchStatistics.FOLLOWED) {
      program.launch(
          "followMoments",
          gradient.channels(),
          mean,
          variance,
          weights.value(name, Kind.RUNNING_MEAN),
          weights.value(name, Kind.RUNNING_DEVIATION),
          (float) (1 - layer.decay()),
          weights.gradient(name, Kind.RUNNING_MEAN),
          weights.gradient(name, Kind.RUNNING_DEVIATION));
    }
    return needed
        ? normalisation.byInput(
            gradient, sums, statistics != BatchStatistics.RUNNING, others, program)
        : null;
  }
}
