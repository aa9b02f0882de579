package io.lautum.execution.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/** Computations in the order in which they run, on buffers that stay in their places. */
final class Program {
  private final engine engine;
  private final stream stream;
  private final List<Runnable> steps = new ArrayList<>();

  Program(engine engine, stream stream) {
    this.engine = engine;
    this.stream = stream;
  }

  engine engine() {
    return engine;
  }

  /**
   * Appends a primitive.
   *
   * @param arguments oneDNN's argument number and the memory, by turns; null is left out
   */
  void add(primitive primitive, Object... arguments) {
    IntMemoryMap map = new IntMemoryMap();
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i + 1] != null) {
        map.put((Integer) arguments[i], (memory) arguments[i + 1]);
      }
    }
    steps.add(() -> primitive.execute(stream, map));
  }

  /** Appends a computation in Java. */
  void add(Runnable step) {
    steps.add(step);
  }

  /** A buffer of its own. */
  memory allocate(memory.desc layout) {
    return new memory(layout, engine);
  }

  /** A row-major tensor in a buffer of its own. */
  Tensor rowMajor(long... shape) {
    return new Tensor(allocate(Layout.plain(shape)), shape);
  }

  /** The value in this layout: the memory itself where it has it, else appends a conversion. */
  memory in(memory value, memory.desc layout) {
    if (value.get_desc().equals(layout)) {
      return value;
    }
    memory converted = allocate(layout);
    convert(value, converted);
    return converted;
  }

  /** Appends a conversion between layouts. */
  void convert(memory from, memory to) {
    add(new reorder(from, to), DNNL_ARG_FROM, from, DNNL_ARG_TO, to);
  }

  /** The tensor with another shape of as many entries, row-major. */
  Tensor reshaped(Tensor tensor, long... shape) {
    if (Arrays.equals(tensor.shape(), shape)) {
      return tensor;
    }
    memory plain = in(tensor.memory(), Layout.plain(tensor.shape()));
    memory view = new memory(Layout.plain(shape), engine, plain.get_data_handle());
    return new Tensor(view, shape);
  }

  void run() {
    steps.forEach(Runnable::run);
  }
}
