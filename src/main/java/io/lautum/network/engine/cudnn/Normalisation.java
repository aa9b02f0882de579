package io.lautum.network.engine.cudnn;

/**
 * The kernels of batch normalisation for one format, of one input.
 *
 * <p>The parameters per channel are means and variances, which the forward pass computes or reads,
 * and scales and shifts.
 */
interface Normalisation {
  /** The parameters of each channel, and whether a ReLU follows. */
  record Channels(
      Buffer mean, Buffer variance, Buffer scale, Buffer shift, float epsilon, boolean rectified) {
    /** Returns the last parameter of kernels that include the ReLU. */
    int rectifiedFlag() {
      return rectified ? 1 : 0;
    }
  }

  /** Returns the kernels for the format of a tensor. */
  static Normalisation of(Tensor input, Channels channels) {
    return input.format() == Format.PIXELS
        ? new PixelNormalisation(input, channels)
        : new PlaneNormalisation(input, channels);
  }

  /** Appends the computation of mean and variance from the input. */
  void measure(Program program);

  /** Appends the computation of the output and returns it. */
  Tensor normalise(Program program);

  /**
   * Appends the gradients of scale and shift.
   *
   * @param gradient gradient with respect to the output
   * @param sums receives the gradients of all scales, then those of all shifts
   */
  void sums(Tensor gradient, Buffer sums, Program program);

  /**
   * Appends the gradient with respect to the input and returns it.
   *
   * @param gradient gradient with respect to the output
   * @param sums result of {@link #sums}
   * @param measured true if mean and variance depend on the input
   * @param others gradient of the input's other readers, which is added; null if there is none
   */
  Tensor byInput(Tensor gradient, Buffer sums, boolean measured, Tensor others, Program program);
}
