package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Layer;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.Shape;

/** A fully connected layer with a bias, and the ReLU that follows, if any. */
final class Dense extends UnaryOperator {
  private final int units;
  private final Buffer weights;
  private final Buffer weightGradient;
  private final Bias bias;

  private Tensor input;

  Dense(String name, Layer.Dense layer, FlatWeights flat, boolean rectified) {
    units = layer.units();
    weights = flat.value(name, Kind.WEIGHTS);
    weightGradient = flat.gradient(name, Kind.WEIGHTS);
    bias = new Bias(flat.value(name, Kind.BIAS), flat.gradient(name, Kind.BIAS), rectified);
  }

  @Override
  Tensor forward(Tensor rows, Program program) {
    input = rows;
    Device device = program.device();
    Tensor output = Tensor.allocate(device, rows.rows(), new Shape.Vector(units), Format.PLANES);
    MatrixProduct product = new MatrixProduct(false, true, rows.rows(), units, inputs());
    program.add(() -> device.multiply(product, input.buffer(), weights, output.buffer()));
    bias.forward(output, program);
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    Device device = program.device();
    Buffer byOutput = bias.backward(gradient, program).buffer();
    MatrixProduct byWeights = new MatrixProduct(true, false, units, inputs(), input.rows());
    program.add(() -> device.multiply(byWeights, byOutput, input.buffer(), weightGradient));
    if (!needed) {
      return null;
    }
    Tensor byInput = input.allocateLike(device);
    MatrixProduct product = new MatrixProduct(false, false, input.rows(), inputs(), units);
    program.add(() -> device.multiply(product, byOutput, weights, byInput.buffer()));
    return byInput;
  }

  private int inputs() {
    return input.shape().size();
  }
}
