package io.lautum.network.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import io.lautum.network.spec.Window;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** The maximum or the mean of each window, or the mean of the whole image. */
final class Pooling extends UnaryOperator {
  private final boolean maximum;

  /** The window; null for the whole image. */
  private final Window window;

  private long[] size;
  private long[] stride;
  private long[] padding;

  private Tensor input;
  private long[] outputShape;
  private pooling_forward.primitive_desc forward;
  private memory workspace;

  private Pooling(boolean maximum, Window window) {
    this.maximum = maximum;
    this.window = window;
  }

  /** Returns the operator for the maximum of each window. */
  static Pooling maximum(Window window) {
    return new Pooling(true, window);
  }

  /** Returns the operator for the mean of each window, without padding. */
  static Pooling average(Window window) {
    return new Pooling(false, window);
  }

  /** Returns the operator for the mean of each channel, one row vector per image. */
  static Pooling globalAverage() {
    return new Pooling(false, null);
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    long[] shape = tensor.shape();
    if (window == null) {
      size = new long[] {shape[2], shape[3]};
      stride = size;
      padding = new long[] {0, 0};
      outputShape = new long[] {shape[0], shape[1], 1, 1};
    } else {
      size = new long[] {window.size(), window.size()};
      stride = new long[] {window.stride(), window.stride()};
      padding = new long[] {window.padding(), window.padding()};
      outputShape = Tensor.over(shape, window, shape[1]);
    }
    forward =
        new pooling_forward.primitive_desc(
            new pooling_forward.desc(
                program.kind(),
                algorithm(),
                tensor.memory().get_desc(),
                Layout.any(tensor.memory().get_desc().data_type(), outputShape),
                stride,
                size,
                padding,
                padding),
            program.engine());
    memory output = program.allocate(forward.dst_desc());
    pooling_forward primitive = new pooling_forward(forward);
    if (maximum) {
      boolean trains = program.kind() == prop_kind.forward_training;
      workspace = trains ? program.allocate(forward.workspace_desc()) : null;
      program.add(
          primitive,
          DNNL_ARG_SRC,
          tensor.memory(),
          DNNL_ARG_DST,
          output,
          DNNL_ARG_WORKSPACE,
          workspace);
      return new Tensor(output, outputShape);
    }
    program.add(primitive, DNNL_ARG_SRC, tensor.memory(), DNNL_ARG_DST, output);
    Tensor result = new Tensor(output, outputShape);
    return window == null ? program.reshaped(result, outputShape[0], outputShape[1]) : result;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    if (!needed) {
      return null;
    }
    Tensor byOutput = program.reshaped(gradient, outputShape);
    var backward =
        new pooling_backward.primitive_desc(
            new pooling_backward.desc(
                algorithm(),
                input.memory().get_desc(),
                forward.dst_desc(),
                stride,
                size,
                padding,
                padding),
            program.engine(),
            forward);
    memory source = program.in(byOutput.memory(), backward.diff_dst_desc());
    memory byInput = program.allocate(backward.diff_src_desc());
    pooling_backward primitive = new pooling_backward(backward);
    if (maximum) {
      program.add(
          primitive,
          DNNL_ARG_DIFF_DST,
          source,
          DNNL_ARG_DIFF_SRC,
          byInput,
          DNNL_ARG_WORKSPACE,
          workspace);
    } else {
      program.add(primitive, DNNL_ARG_DIFF_DST, source, DNNL_ARG_DIFF_SRC, byInput);
    }
    return new Tensor(byInput, input.shape());
  }

  private algorithm algorithm() {
    return maximum ? algorithm.pooling_max : algorithm.pooling_avg_exclude_padding;
  }
}
