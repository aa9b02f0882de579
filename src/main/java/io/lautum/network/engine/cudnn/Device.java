package io.lautum.network.engine.cudnn;

/**
 * A device that executes commands one after the other on buffers in its memory. Commands return
 * before they have been executed, except {@link #download}. An instance belongs to one network. Not
 * thread-safe, but threads may use it in turn.
 */
interface Device extends AutoCloseable {
  /** Returns the properties that determine the choice of algorithms and the bits of results. */
  DeviceIdentity identity();

  /**
   * Allocates memory filled with zeros, until {@link #close}.
   *
   * @throws io.lautum.UserException if the device does not have enough memory
   */
  Buffer allocate(long bytes);

  /** Returns the number of bytes that can still be allocated. */
  long freeMemory();

  /** Copies values to the device. The array may change afterwards. */
  void upload(float[] values, Buffer to);

  /** Copies integers to the device. The array may change afterwards. */
  void upload(int[] values, Buffer to);

  /** Copies bytes to the device. The array may change afterwards. */
  void upload(byte[] values, Buffer to);

  /** Copies 1 per true flag and 0 per false one to the device, one byte each. */
  default void upload(boolean[] flags, Buffer to) {
    byte[] bytes = new byte[flags.length];
    for (int i = 0; i < flags.length; i++) {
      bytes[i] = (byte) (flags[i] ? 1 : 0);
    }
    upload(bytes, to);
  }

  /** Waits for all commands and copies values from the device. */
  void download(Buffer from, float[] into);

  /** Waits for all commands and returns a copy of the values in a buffer. */
  default float[] download(Buffer from) {
    float[] values = new float[from.length()];
    download(from, values);
    return values;
  }

  /** Copies a buffer to another one of the same length. */
  void copy(Buffer from, Buffer to);

  /**
   * Executes a kernel of {@code kernels.cu}.
   *
   * @param arguments a {@link Buffer}, an {@link Integer} or a {@link Float} per parameter
   */
  void launch(String kernel, int blocks, int threads, Object... arguments);

  /** Computes C = op(A) op(B). */
  void multiply(MatrixProduct product, Buffer a, Buffer b, Buffer c);

  /**
   * Measures which algorithms for a convolution are fastest among those whose results have the same
   * bits in every execution.
   */
  ConvolutionAlgorithms find(ConvolutionShape shape);

  /** Returns the algorithms of the network's convolutions. */
  AlgorithmChoices algorithms();

  /** Prepares a convolution. */
  DeviceConvolution convolution(ConvolutionShape shape, ConvolutionAlgorithms algorithms);

  /**
   * Records commands without executing them. Recorded commands keep their arguments, and must not
   * allocate, upload or download.
   *
   * @return executes the recorded commands
   */
  Runnable capture(Runnable commands);

  /** Frees the memory. */
  @Override
  void close();
}
