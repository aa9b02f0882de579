package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Layer;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.step.Precision;

/**
 * A two-dimensional convolution with zero padding, a bias if the layer has one, and the ReLU that
 * follows, if any. Images have the format of the precision.
 */
final class Convolution extends UnaryOperator {
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
    RoundedFilters rounded = flat.rounded();
    weights = rounded == null ? flat.value(name, Kind.WEIGHTS) : rounded.weights(name);
    weightGradient = rounded == null ? flat.gradient(name, Kind.WEIGHTS) : rounded.gradient(name);
    bias =
        layer.hasBias()
            ? new Bias(flat.value(name, Kind.BIAS), flat.gradient(name, Kind.BIAS), rectified)
            : new Bias(null, null, rectified);
  }

  @Override
  Tensor forward(Tensor images, Program program) {
    input = images;
    Device device = program.device();
    Format format = images.format();
    ConvolutionShape shape =
        new ConvolutionShape(
            images.rows(),
            format.padded(images.image()),
            format.padded(layer.channels()),
            layer.kernel(),
            precision);
    convolution = device.convolution(shape, device.algorithms().of(shape));
    Tensor output =
        images.allocateLike(device, layer.kernel().over(images.image(), layer.channels()));
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
    Tensor byInput = input.allocateLike(program.device());
    program.add(() -> convolution.backwardData(weights, byOutput, byInput.buffer()));
    return byInput;
  }
}
