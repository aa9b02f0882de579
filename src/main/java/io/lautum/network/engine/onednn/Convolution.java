package io.lautum.network.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.lautum.network.spec.Layer;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.Window;
import io.lautum.network.step.Precision;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** A two-dimensional convolution with zero padding, and a bias if the layer has one. */
final class Convolution extends UnaryOperator {
  private static final algorithm ALGORITHM = algorithm.convolution_direct;

  /** Number of channels that oneDNN computes together. */
  private static final int BLOCK = 16;

  private final String name;
  private final FlatWeights weights;
  private final Precision precision;
  private final boolean bias;
  private final long channels;
  private final Window window;
  private final long[] stride;
  private final long[] padding;

  private long[] inputShape;
  private long[] outputShape;
  private memory.data_type type;
  private memory input;
  private convolution_forward.primitive_desc forward;

  /**
   * @param precision precision of the multiplications; sums, bias and the weights' gradient have 32
   *     bits
   */
  Convolution(String name, Layer.Convolution layer, FlatWeights weights, Precision precision) {
    this.name = name;
    this.weights = weights;
    this.precision = precision;
    this.bias = layer.hasBias();
    this.window = layer.kernel();
    this.channels = layer.channels();
    this.stride = new long[] {window.stride(), window.stride()};
    this.padding = new long[] {window.padding(), window.padding()};
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    inputShape = tensor.shape();
    outputShape = Tensor.over(inputShape, window, channels);
    // A convolution of few channels is faster in 32 bits than with a conversion to 16 bits.
    type =
        inputShape[1] < BLOCK
            ? memory.data_type.f32
            : precision == Precision.BFLOAT16 ? memory.data_type.bf16 : memory.data_type.f32;
    forward =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                prop_kind.forward_training,
                ALGORITHM,
                images(inputShape),
                Layout.any(type, kernelShape()),
                biasLayout(),
                images(outputShape),
                stride,
                padding,
                padding),
            program.engine());
    input = program.in(tensor.memory(), forward.src_desc());
    memory output = program.allocate(forward.dst_desc());
    program.add(
        new convolution_forward(forward),
        DNNL_ARG_SRC,
        input,
        DNNL_ARG_WEIGHTS,
        program.in(weights.value(name, Kind.WEIGHTS, kernelShape()), forward.weights_desc()),
        DNNL_ARG_BIAS,
        bias ? weights.value(name, Kind.BIAS, channels) : null,
        DNNL_ARG_DST,
        output);
    return new Tensor(output, outputShape);
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    byWeights(gradient, program);
    return needed ? byInput(gradient, program) : null;
  }

  private void byWeights(Tensor gradient, Program program) {
    var backward =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                ALGORITHM,
                images(inputShape),
                Layout.any(kernelShape()),
                biasLayout(),
                images(outputShape),
                stride,
                padding,
                padding),
            program.engine(),
            forward);
    memory byWeights = program.allocate(backward.diff_weights_desc());
    program.add(
        new convolution_backward_weights(backward),
        DNNL_ARG_SRC,
        program.in(input, backward.src_desc()),
        DNNL_ARG_DIFF_DST,
        program.in(gradient.memory(), backward.diff_dst_desc()),
        DNNL_ARG_DIFF_WEIGHTS,
        byWeights,
        DNNL_ARG_DIFF_BIAS,
        bias ? weights.gradient(name, Kind.BIAS, channels) : null);
    program.convert(byWeights, weights.gradient(name, Kind.WEIGHTS, kernelShape()));
  }

  private Tensor byInput(Tensor gradient, Program program) {
    var backward =
        new convolution_backward_data.primitive_desc(
            new convolution_backward_data.desc(
                ALGORITHM,
                images(inputShape),
                Layout.any(type, kernelShape()),
                images(outputShape),
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
        program.in(weights.value(name, Kind.WEIGHTS, kernelShape()), backward.weights_desc()),
        DNNL_ARG_DIFF_SRC,
        byInput);
    return new Tensor(byInput, inputShape);
  }

  /**
   * Returns the layout of images. By default oneDNN uses blocks of channels and pads the last block
   * with zeros. If padding adds work, channels-last is faster, except for few input channels.
   */
  private memory.desc images(long[] shape) {
    boolean filledUp = inputShape[1] % BLOCK != 0 || channels % BLOCK != 0;
    return type == memory.data_type.f32 && inputShape[1] >= BLOCK && filledUp
        ? Layout.channelsLast(shape)
        : Layout.any(type, shape);
  }

  /** Returns the layout of the bias, which has no dimensions if there is no bias. */
  private memory.desc biasLayout() {
    return bias ? Layout.any(channels) : new memory.desc();
  }

  private long[] kernelShape() {
    return new long[] {channels, inputShape[1], window.size(), window.size()};
  }
}
