package io.lautum.network.engine.onednn;

import io.lautum.network.spec.Layer;
import io.lautum.network.spec.Window;
import io.lautum.network.step.Precision;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** A two-dimensional convolution with zero padding, and a bias if the layer has one. */
final class Convolution extends LinearOperator {
  private static final algorithm ALGORITHM = algorithm.convolution_direct;

  /** Number of channels that oneDNN computes together. */
  private static final int BLOCK = 16;

  private final Precision precision;
  private final long channels;
  private final Window window;
  private final long[] stride;
  private final long[] padding;

  private long[] inputShape;
  private long[] outputShape;
  private memory.data_type type;
  private convolution_forward.primitive_desc forward;

  /**
   * @param precision precision of the multiplications; sums, bias and the weights' gradient have 32
   *     bits
   */
  Convolution(String name, Layer.Convolution layer, FlatWeights weights, Precision precision) {
    super(name, weights, layer.hasBias(), layer.channels());
    this.precision = precision;
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
                program.kind(),
                ALGORITHM,
                images(inputShape),
                Layout.any(type, kernelShape()),
                biasLayout(),
                images(outputShape),
                stride,
                padding,
                padding),
            program.engine());
    memory input = program.in(tensor.memory(), forward.src_desc());
    memory output =
        addForward(
            program,
            new convolution_forward(forward),
            input,
            program.in(weights(kernelShape()), forward.weights_desc()),
            forward.dst_desc());
    return new Tensor(output, outputShape);
  }

  @Override
  void byWeights(Tensor gradient, Program program) {
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
    addByWeights(
        program,
        new convolution_backward_weights(backward),
        backward.src_desc(),
        program.in(gradient.memory(), backward.diff_dst_desc()),
        byWeights);
    program.convert(byWeights, weightsGradient(kernelShape()));
  }

  @Override
  Tensor byInput(Tensor gradient, Program program) {
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
    memory byInput =
        addByInput(
            program,
            new convolution_backward_data(backward),
            program.in(gradient.memory(), backward.diff_dst_desc()),
            program.in(weights(kernelShape()), backward.weights_desc()),
            backward.diff_src_desc());
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

  private long[] kernelShape() {
    return new long[] {channels, inputShape[1], window.size(), window.size()};
  }
}
