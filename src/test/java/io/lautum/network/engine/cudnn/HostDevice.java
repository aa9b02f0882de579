package io.lautum.network.engine.cudnn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.lautum.network.step.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A device whose memory and processor are the machine's own. Convolutions and products are loops in
 * Java, kernels those of {@code kernels.cu}. Every allocation is followed by bytes that nothing may
 * change, and a command may only use allocated memory.
 */
final class HostDevice implements Device {
  private static final long MEMORY = 1L << 30;

  private static final int GUARD = 64;
  private static final byte PATTERN = 0x5A;

  private final HostKernels kernels = HostKernels.get();
  private final DeviceIdentity identity;
  private final ConvolutionAlgorithms fastest;
  private final AlgorithmChoices algorithms = new AlgorithmChoices(this, new ConcurrentHashMap<>());

  /** Allocations by address. */
  private final TreeMap<Long, Memory> allocations = new TreeMap<>();

  /** Bytes that can be allocated. */
  private final long memory;

  private List<Runnable> recording;
  private int captures;

  HostDevice(DeviceIdentity identity) {
    this(identity, new ConvolutionAlgorithms(1, 2, 3), MEMORY);
  }

  HostDevice(DeviceIdentity identity, long memory) {
    this(identity, new ConvolutionAlgorithms(1, 2, 3), memory);
  }

  HostDevice(DeviceIdentity identity, ConvolutionAlgorithms fastest) {
    this(identity, fastest, MEMORY);
  }

  /**
   * @param fastest result of measurements; another forward algorithm than 1 adds floats
   */
  private HostDevice(DeviceIdentity identity, ConvolutionAlgorithms fastest, long memory) {
    this.identity = identity;
    this.fastest = fastest;
    this.memory = memory;
  }

  @Override
  public DeviceIdentity identity() {
    return identity;
  }

  /** Returns the number of recordings that were made. */
  int captures() {
    return captures;
  }

  @Override
  public Buffer allocate(long bytes) {
    requireNotRecording();
    Memory memory = new Memory(bytes + GUARD);
    memory.setMemory(0, bytes, (byte) 0);
    memory.setMemory(bytes, GUARD, PATTERN);
    long address = Pointer.nativeValue(memory);
    allocations.put(address, memory);
    return new Buffer(address, bytes);
  }

  @Override
  public long freeMemory() {
    return memory - allocations.values().stream().mapToLong(one -> one.size() - GUARD).sum();
  }

  @Override
  public void upload(float[] values, Buffer to) {
    requireNotRecording();
    requireLength(values.length * (long) Float.BYTES, to);
    pointer(to).write(0, values, 0, values.length);
  }

  @Override
  public void upload(int[] values, Buffer to) {
    requireNotRecording();
    requireLength(values.length * (long) Integer.BYTES, to);
    pointer(to).write(0, values, 0, values.length);
  }

  @Override
  public void upload(byte[] values, Buffer to) {
    requireNotRecording();
    requireLength(values.length, to);
    pointer(to).write(0, values, 0, values.length);
  }

  @Override
  public void download(Buffer from, float[] into) {
    requireNotRecording();
    requireLength(into.length * (long) Float.BYTES, from);
    pointer(from).read(0, into, 0, into.length);
  }

  @Override
  public void copy(Buffer from, Buffer to) {
    requireLength(from.bytes(), to);
    command(() -> pointer(to).write(0, bytes(from), 0, (int) from.bytes()));
  }

  private byte[] bytes(Buffer buffer) {
    return pointer(buffer).getByteArray(0, (int) buffer.bytes());
  }

  @Override
  public void launch(String kernel, int blocks, int threads, Object... arguments) {
    Object[] own = arguments.clone();
    command(
        () -> {
          for (Object argument : own) {
            if (argument instanceof Buffer buffer) {
              pointer(buffer);
            }
          }
          kernels.launch(kernel, blocks, threads, own);
        });
  }

  @Override
  public void multiply(MatrixProduct product, Buffer a, Buffer b, Buffer c) {
    command(() -> write(c, HostAlgebra.multiply(product, floats(a), floats(b))));
  }

  @Override
  public ConvolutionAlgorithms find(ConvolutionShape shape) {
    return fastest;
  }

  @Override
  public AlgorithmChoices algorithms() {
    return algorithms;
  }

  @Override
  public DeviceConvolution convolution(ConvolutionShape shape, ConvolutionAlgorithms algorithms) {
    HostConvolution loops = new HostConvolution(shape, algorithms.forward() != 1);
    if (shape.precision() == Precision.BFLOAT16) {
      return new HostBfloat16(shape, loops, this::command, this::pointer);
    }
    return new DeviceConvolution() {
      @Override
      public void forward(Buffer x, Buffer w, Buffer y) {
        command(() -> write(y, loops.forward(floats(x), floats(w))));
      }

      @Override
      public void backwardData(Buffer w, Buffer dy, Buffer dx) {
        command(() -> write(dx, loops.backwardData(floats(w), floats(dy))));
      }

      @Override
      public void backwardFilter(Buffer x, Buffer dy, Buffer dw) {
        command(() -> write(dw, loops.backwardFilter(floats(x), floats(dy))));
      }
    };
  }

  private void command(Runnable command) {
    if (recording == null) {
      command.run();
    } else {
      recording.add(command);
    }
  }

  @Override
  public Runnable capture(Runnable commands) {
    requireNotRecording();
    recording = new ArrayList<>();
    commands.run();
    List<Runnable> recorded = recording;
    recording = null;
    captures++;
    return () -> recorded.forEach(Runnable::run);
  }

  private void requireNotRecording() {
    if (recording != null) {
      throw new IllegalStateException("a recording must not allocate, upload or download");
    }
  }

  private float[] floats(Buffer buffer) {
    return pointer(buffer).getFloatArray(0, buffer.length());
  }

  private void write(Buffer to, float[] values) {
    requireLength(values.length * (long) Float.BYTES, to);
    pointer(to).write(0, values, 0, values.length);
  }

  private static void requireLength(long bytes, Buffer buffer) {
    if (buffer.bytes() != bytes) {
      throw new IllegalArgumentException(
          "expected [%d] bytes, got [%d]".formatted(buffer.bytes(), bytes));
    }
  }

  private Pointer pointer(Buffer buffer) {
    var allocation = allocations.floorEntry(buffer.address());
    long offset = allocation == null ? 0 : buffer.address() - allocation.getKey();
    if (allocation == null || offset + buffer.bytes() > allocation.getValue().size() - GUARD) {
      throw new IllegalStateException("[%s] is not allocated".formatted(buffer));
    }
    return allocation.getValue().share(offset);
  }

  @Override
  public void close() {
    byte[] pattern = new byte[GUARD];
    Arrays.fill(pattern, PATTERN);
    List<Memory> all = List.copyOf(allocations.values());
    allocations.clear();
    for (Memory memory : all) {
      if (!Arrays.equals(memory.getByteArray(memory.size() - GUARD, GUARD), pattern)) {
        throw new IllegalStateException(
            "a command wrote behind a buffer of [%d] bytes".formatted(memory.size() - GUARD));
      }
    }
  }
}
