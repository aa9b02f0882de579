package io.lautum.execution.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/** A two-dimensional convolution with zero padding, and a bias where the layer has one. */
final class Convolution implements Operator {
  private static final algorithm ALGORITHM = algorithm.convolution_direct;

  private final String name;
  private final FlatWeights weights;
  private final boolean bias;
  private final long channels;
  private final long[] kernel;
  private final long[] stride;
  private final long[] padding;

  private long[] inputShape;
  private long[] outputShape;
  private memory input;
  private convolution_forward.primitive_desc forward;

  Convolution(String name, ConvolutionLayer layer, FlatWeights weights) {
    this.name = name;
    this.weights = weights;
    this.bias = layer.hasBias();
    this.channels = layer.getNOut();
    this.kernel = Windows.longs(layer.getKernelSize());
    this.stride = Windows.longs(layer.getStride());
    this.padding = Windows.longs(layer.getPadding());
  }

  @Override
  public Tensor forward(Tensor tensor, Program program) {
    inputShape = tensor.shape();
    outputShape = Windows.output(inputShape, channels, kernel, stride, padding);
    memory.desc x = Layout.any(inputShape);
    memory.desc w = Layout.any(kernelShape());
    memory.desc y = Layout.any(outputShape);
    prop_kind kind = prop_kind.forward_training;
    forward =
        new convolution_forward.primitive_desc(
            bias
                ? new convolution_forward.desc(
                    kind, ALGORITHM, x, w, Layout.any(channels), y, stride, padding, padding)
                : new convolution_forward.desc(kind, ALGORITHM, x, w, y, stride, padding, padding),
            program.engine());
    input = program.in(tensor.memory(), forward.src_desc());
    memory output = program.allocate(forward.dst_desc());
    memory kernels = program.in(weights.value(name, "W", kernelShape()), forward.weights_desc());
    convolution_forward primitive = new convolution_forward(forward);
    if (bias) {
      program.add(
          primitive,
          DNNL_ARG_SRC,
          input,
          DNNL_ARG_WEIGHTS,
          kernels,
          DNNL_ARG_BIAS,
          weights.value(name, "b", channels),
          DNNL_ARG_DST,
          output);
    } else {
      program.add(primitive, DNNL_ARG_SRC, input, DNNL_ARG_WEIGHTS, kernels, DNNL_ARG_DST, output);
    }
    return new Tensor(output, outputShape);
  }

  @Override
  public Tensor backward(Tensor gradient, boolean first, Program program) {
    byWeights(gradient, program);
    return first ? null : byInput(gradient, program);
  }

  private void byWeights(Tensor gradient, Program program) {
    memory.desc x = Layout.any(inputShape);
    memory.desc w = Layout.any(kernelShape());
    memory.desc y = Layout.any(outputShape);
    var backward =
        new convolution_backward_weights.primitive_desc(
            bias
                ? new convolution_backward_weights.desc(
                    ALGORITHM, x, w, Layout.any(channels), y, stride, padding, padding)
                : new convolution_backward_weights.desc(
                    ALGORITHM, x, w, y, stride, padding, padding),
            program.engine(),
            forward);
    memory byOutput = program.in(gradient.memory(), backward.diff_dst_desc());
    memory source = program.in(input, backward.src_desc());
    memory byWeights = program.allocate(backward.diff_weights_desc());
    convolution_backward_weights primitive = new convolution_backward_weights(backward);
    if (bias) {
      program.add(
          primitive,
          DNNL_ARG_SRC,
          source,
          DNNL_ARG_DIFF_DST,
          byOutput,
          DNNL_ARG_DIFF_WEIGHTS,
          byWeights,
          DNNL_ARG_DIFF_BIAS,
          weights.gradient(name, "b", channels));
    } else {
      program.add(
          primitive,
          DNNL_ARG_SRC,
          source,
          DNNL_ARG_DIFF_DST,
          byOutput,
          DNNL_ARG_DIFF_WEIGHTS,
          byWeights);
    }
    program.convert(byWeights, weights.gradient(name, "W", kernelShape()));
  }

  private Tensor byInput(Tensor gradient, Program program) {
    var backward =
        new convolution_backward_data.primitive_desc(
            new convolution_backward_data.desc(
                ALGORITHM,
                Layout.any(inputShape),
                Layout.any(kernelShape()),
                Layout.any(outputShape),
                stride,
                padding,
                padding),
            program.engine(),
            forward);
    memory byInput = program.allocate(backward.diff_src_desc());
    program.add(
        new convolution_backward_data(backward),
        DNNL_ARG_DIFF_DST,
        program.in(gradient.memory(), backward.diff_dst_desc()),
        DNNL_ARG_WEIGHTS,
        program.in(weights.value(name, "W", kernelShape()), backward.weights_desc()),
        DNNL_ARG_DIFF_SRC,
        byInput);
    return new Tensor(byInput, inputShape);
  }

  private long[] kernelShape() {
    return new long[] {channels, inputShape[1], kernel[0], kernel[1]};
  }
}
