package io.lautum.training.pretrain;

import io.lautum.network.spec.NetworkGraph;

/**
 * The number of minibatches between two averagings if {@code pretrain.averaging-interval} is {@code
 * auto}. It depends only on network, minibatch, number of images and workers, so that the same
 * configuration gives the same training on every machine. On GPUs a step can take less time than a
 * hundredth of a round's averaging. The interval is therefore the number of steps of which
 * averaging takes a twentieth of the time, with
 *
 * <pre>
 * steps of      0.1 ms + F / (10 TFLOP/s)
 * averaging of  10 ms + 2 S / (1.25 GB/s)
 * </pre>
 *
 * <p>where F is the number of floating-point operations per step on source and target images, and S
 * the size of weights and Adam's two moments. These are a large GPU and a network of 10 Gbit/s. The
 * interval is at most one pass over a worker's source images, because workers that train longer on
 * different images drift apart, and at most a twentieth of the training, so that its curve has
 * enough points.
 */
final class AveragingInterval {
  private static final double STEP_SECONDS = 1e-4;
  private static final double FLOPS_PER_SECOND = 1e13;
  private static final double AVERAGING_SECONDS = 1e-2;
  private static final double BYTES_PER_SECOND = 1.25e9;
  private static final double SHARE = 0.05;
  private static final int ROUNDS = 20;

  /** Adam keeps two moments per weight. */
  private static final int STATE_BYTES_PER_WEIGHT = 3 * Float.BYTES;

  /** The gradients of a layer's input and of its weights take as long as its output. */
  private static final int PASSES = 3;

  private static final int OPERATIONS_PER_MULTIPLICATION = 2;

  private AveragingInterval() {}

  /**
   * Returns the interval.
   *
   * @param imagesPerStep source and target images per minibatch and worker
   * @param stepsPerEpoch minibatches per worker and pass over the source
   * @param steps minibatches per worker in the whole training
   */
  static int of(NetworkGraph network, int imagesPerStep, long stepsPerEpoch, long steps) {
    double operations =
        (double) OPERATIONS_PER_MULTIPLICATION * PASSES * network.multiplications() * imagesPerStep;
    double step = STEP_SECONDS + operations / FLOPS_PER_SECOND;
    double state = (double) STATE_BYTES_PER_WEIGHT * network.weights();
    double averaging = AVERAGING_SECONDS + 2 * state / BYTES_PER_SECOND;
    double affordable = Math.ceil(averaging / (SHARE * step));
    double most = Math.min(stepsPerEpoch, Math.ceil((double) steps / ROUNDS));
    long rounds = Math.max(1, Math.round(steps / Math.max(1, Math.min(affordable, most))));
    return Math.toIntExact((steps + rounds - 1) / rounds);
  }
}
