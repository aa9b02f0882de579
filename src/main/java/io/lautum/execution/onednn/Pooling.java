package io.lautum.execution.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** The maximum of each window, or the average of the whole image. */
final class Pooling implements Operator {
  private static final long[] NO_PADDING = {0, 0};

  private final boolean maximum;
  private long[] window;
  private long[] stride;
  private final long[] padding;

  private Tensor input;
  private long[] outputShape;
  private pooling_forward.primitive_desc forward;
  private memory workspace;

  private Pooling(boolean maximum, long[] window, long[] stride, long[] padding) {
    this.maximum = maximum;
    this.window = window;
    this.stride = stride;
    this.padding = padding;
  }

  /** The maximum of each window. */
  static Pooling maximum(SubsamplingLayer layer) {
    return new Pooling(
        true,
        Windows.longs(layer.getKernelSize()),
        Windows.longs(layer.getStride()),
        Windows.longs(layer.getPadding()));
  }

  /** The average of each channel, a row vector an image. */
  static Pooling globalAverage() {
    return new Pooling(false, null, null, NO_PADDING);
  }

  boolean isMaximum() {
    return maximum;
  }

  @Override
  public Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    long[] shape = tensor.shape();
    if (!maximum) {
      window = new long[] {shape[2], shape[3]};
      stride = window;
    }
    outputShape = Windows.output(shape, shape[1], window, stride, padding);
    forward =
        new pooling_forward.primitive_desc(
            new pooling_forward.desc(
                prop_kind.forward_training,
                algorithm(),
                tensor.memory().get_desc(),
                Layout.any(tensor.memory().get_desc().data_type(), outputShape),
                stride,
                window,
                padding,
                padding),
            program.engine());
    memory output = program.allocate(forward.dst_desc());
    pooling_forward primitive = new pooling_forward(forward);
    if (maximum) {
      workspace = program.allocate(forward.workspace_desc());
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
    return program.reshaped(new Tensor(output, outputShape), outputShape[0], outputShape[1]);
  }

  @Override
  public Tensor backward(Tensor gradient, boolean first, Program program) {
    if (first) {
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
                window,
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
