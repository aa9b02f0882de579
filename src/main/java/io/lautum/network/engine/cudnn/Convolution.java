package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Layer;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.step.Precision;

/**
 * A two-dimensional convolution with zero padding, a bias if the layer has one, and the ReLU that
 * follows, if any.
 */
final class Convolution extends UnaryOperator {
  /** With fewer channels a convolution of floats is as fast as one of bfloat16 numbers. */
  private static final int FEW_CHANNELS = 16;

  private final Layer.Convolution layer;
  private final Precision precision;
  private final Buffer weights;
  private final Buffer weightGradient;
  private final Bias bias;

  private Tensor input;
  private DeviceConvolution convolution;

  Convolution(
      String name,
      Layer.Convolution layer,
      FlatWeights flat,
      Precision precision,
      boolean rectified) {
    this.layer = layer;
    this.precision = precision;
    weights = flat.value(name, Kind.WEIGHTS);
    weightGradient = flat.gradient(name, Kind.WEIGHTS);
    bias =
        layer.hasBias()
            ? new Bias(flat.value(name, Kind.BIAS), flat.gradient(name, Kind.BIAS), rectified)
            : new Bias(null, null, rectified);
  }

  @Override
  Tensor forward(Tensor images, Program program) {
    input = images;
    Device device = program.device();
    boolean few = precision == Precision.BFLOAT16 && images.channels() < FEW_CHANNELS;
    Precision chosen = few ? Precision.FLOAT : precision;
    ConvolutionShape shape =
        new ConvolutionShape(
            images.rows(), images.image(), layer.channels(), layer.kernel(), chosen);
    convolution = device.convolution(shape, device.algorithms().of(shape));
    if (chosen == Precision.BFLOAT16) {
      convolution = new Bfloat16Convolution(device, shape, convolution);
    }
    Tensor output = Tensor.allocate(device, images.rows(), shape.output());
    program.add(() -> convolution.forward(input.buffer(), weights, output.buffer()));
    bias.forward(output, program);
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    Buffer byOutput = bias.backward(gradient, program).buffer();
    program.add(() -> convolution.backwardFilter(input.buffer(), byOutput, weightGradient));
    if (!needed) {
      return null;
    }
    Tensor byInput = Tensor.allocate(program.device(), input.rows(), input.shape());
    program.add(() -> convolution.backwardData(weights, byOutput, byInput.buffer()));
    return byInput;
  }
}
