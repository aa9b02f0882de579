package io.lautum.network.engine.cudnn;

import java.util.Map;
import java.util.TreeMap;

/**
 * A device without memory that counts commands, and the bytes of the buffers that they read or
 * write, each once per argument.
 */
final class CountingDevice implements Device {
  private static final int ALIGNMENT = 256;

  private final Map<String, Integer> commands = new TreeMap<>();
  private final Map<String, Long> bytes = new TreeMap<>();
  private final AlgorithmChoices algorithms = new AlgorithmChoices(this, new TreeMap<>());
  private long allocated;

  /** Forgets what was counted. */
  void reset() {
    commands.clear();
    bytes.clear();
  }

  /** Returns the numbers of commands by name. */
  Map<String, Integer> commands() {
    return commands;
  }

  /** Returns the bytes by the name of the command. */
  Map<String, Long> bytes() {
    return bytes;
  }

  /** Returns the bytes of all buffers. */
  long allocated() {
    return allocated;
  }

  private void count(String command, Object... arguments) {
    commands.merge(command, 1, Integer::sum);
    for (Object argument : arguments) {
      if (argument instanceof Buffer buffer) {
        bytes.merge(command, buffer.bytes(), Long::sum);
      }
    }
  }

  @Override
  public DeviceIdentity identity() {
    return new DeviceIdentity("counter", "none");
  }

  @Override
  public AlgorithmChoices algorithms() {
    return algorithms;
  }

  @Override
  public long freeMemory() {
    return Long.MAX_VALUE;
  }

  @Override
  public Buffer allocate(long length) {
    Buffer buffer = new Buffer(allocated + ALIGNMENT, length);
    allocated += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return buffer;
  }

  @Override
  public void upload(float[] values, Buffer to) {
    count("upload");
  }

  @Override
  public void upload(int[] values, Buffer to) {
    count("upload");
  }

  @Override
  public void upload(byte[] values, Buffer to) {
    count("upload");
  }

  @Override
  public void download(Buffer from, float[] into) {
    count("download");
  }

  @Override
  public void copy(Buffer from, Buffer to) {
    count("copy", from, to);
  }

  @Override
  public void launch(String kernel, int blocks, int threads, Object... arguments) {
    count(kernel, arguments);
  }

  @Override
  public void multiply(MatrixProduct product, Buffer a, Buffer b, Buffer c) {
    count("multiply matrices", a, b, c);
  }

  @Override
  public ConvolutionAlgorithms find(ConvolutionShape shape) {
    return new ConvolutionAlgorithms(0, 0, 0);
  }

  @Override
  public DeviceConvolution convolution(ConvolutionShape shape, ConvolutionAlgorithms algorithms) {
    return new DeviceConvolution() {
      @Override
      public void forward(Buffer x, Buffer w, Buffer y) {
        count("convolution", x, w, y);
      }

      @Override
      public void backwardData(Buffer w, Buffer dy, Buffer dx) {
        count("convolution", w, dy, dx);
      }

      @Override
      public void backwardFilter(Buffer x, Buffer dy, Buffer dw) {
        count("convolution", x, dy, dw);
      }
    };
  }

  @Override
  public Runnable capture(Runnable recorded) {
    return recorded;
  }

  @Override
  public void close() {}
}
