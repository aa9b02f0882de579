package io.lautum.network.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/** Computations in the order in which they run, on fixed buffers. */
final class Program {
  private final engine engine;
  private final stream stream;
  private final prop_kind kind;
  private final List<Runnable> operations = new ArrayList<>();

  /**
   * @param kind kind of the primitives: {@code forward_training} saves what a backward pass needs,
   *     {@code forward_inference} does not
   */
  Program(engine engine, stream stream, prop_kind kind) {
    this.engine = engine;
    this.stream = stream;
    this.kind = kind;
  }

  engine engine() {
    return engine;
  }

  prop_kind kind() {
    return kind;
  }

  /**
   * Appends a primitive.
   *
   * @param arguments alternating oneDNN argument numbers and memories; null memories are omitted
   */
  void add(primitive primitive, Object... arguments) {
    IntMemoryMap map = new IntMemoryMap();
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i + 1] != null) {
        map.put((Integer) arguments[i], (memory) arguments[i + 1]);
      }
    }
    operations.add(() -> primitive.execute(stream, map));
  }

  /** Appends a computation in Java. */
  void add(Runnable operation) {
    operations.add(operation);
  }

  /** Allocates a new buffer. */
  memory allocate(memory.desc layout) {
    return new memory(layout, engine);
  }

  /** Allocates a row-major tensor. */
  Tensor rowMajor(long... shape) {
    return new Tensor(allocate(Layout.plain(shape)), shape);
  }

  /**
   * Returns the value in the given layout: the memory itself if it has this layout; otherwise
   * appends a conversion.
   */
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

  /** Appends the sum of values of one shape, in the layout of the first. */
  Tensor sum(List<Tensor> values) {
    Tensor total = values.get(0);
    memory.desc layout = total.memory().get_desc();
    for (Tensor value : values.subList(1, values.size())) {
      memory sum = allocate(layout);
      binary.desc desc = new binary.desc(algorithm.binary_add, layout, layout, layout);
      add(
          new binary(new binary.primitive_desc(desc, engine)),
          DNNL_ARG_SRC_0,
          total.memory(),
          DNNL_ARG_SRC_1,
          in(value.memory(), layout),
          DNNL_ARG_DST,
          sum);
      total = new Tensor(sum, total.shape());
    }
    return total;
  }

  /** Returns the tensor, row-major, with another shape of the same number of entries. */
  Tensor reshaped(Tensor tensor, long... shape) {
    if (Arrays.equals(tensor.shape(), shape)) {
      return tensor;
    }
    memory plain = in(tensor.memory(), Layout.plain(tensor.shape()));
    memory view = new memory(Layout.plain(shape), engine, plain.get_data_handle());
    return new Tensor(view, shape);
  }

  void run() {
    operations.forEach(Runnable::run);
  }
}
