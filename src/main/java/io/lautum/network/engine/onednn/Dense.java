package io.lautum.network.engine.onednn;

import io.lautum.network.spec.Layer;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;

/** A fully connected layer with a bias. */
final class Dense extends LinearOperator {
  private final long outputs;

  private long[] inputShape;
  private long inputs;
  private inner_product_forward.primitive_desc forward;

  Dense(String name, Layer.Dense layer, FlatWeights weights) {
    super(name, weights, true, layer.units());
    this.outputs = layer.units();
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    inputShape = tensor.shape();
    inputs = tensor.features();
    Tensor rows = program.reshaped(tensor, tensor.rows(), tensor.features());
    forward =
        new inner_product_forward.primitive_desc(
            new inner_product_forward.desc(
                program.kind(),
                rows.memory().get_desc(),
                matrix().get_desc(),
                Layout.any(outputs),
                Layout.any(rows.rows(), outputs)),
            program.engine());
    memory input = program.in(rows.memory(), forward.src_desc());
    memory output =
        addForward(
            program, new inner_product_forward(forward), input, matrix(), forward.dst_desc());
    return new Tensor(output, rows.rows(), outputs);
  }

  @Override
  void byWeights(Tensor gradient, Program program) {
    var backward =
        new inner_product_backward_weights.primitive_desc(
            new inner_product_backward_weights.desc(
                Layout.any(gradient.rows(), inputs),
                matrix().get_desc(),
                Layout.any(outputs),
                Layout.any(gradient.shape())),
            program.engine(),
            forward);
    addByWeights(
        program,
        new inner_product_backward_weights(backward),
        backward.src_desc(),
        program.in(gradient.memory(), backward.diff_dst_desc()),
        weightsGradient(outputs, inputs));
  }

  @Override
  Tensor byInput(Tensor gradient, Program program) {
    var backward =
        new inner_product_backward_data.primitive_desc(
            new inner_product_backward_data.desc(
                Layout.any(gradient.rows(), inputs),
                matrix().get_desc(),
                Layout.any(gradient.shape())),
            program.engine(),
            forward);
    memory byInput =
        addByInput(
            program,
            new inner_product_backward_data(backward),
            program.in(gradient.memory(), backward.diff_dst_desc()),
            matrix(),
            backward.diff_src_desc());
    return program.reshaped(new Tensor(byInput, gradient.rows(), inputs), inputShape);
  }

  /**
   * Returns the matrix in place, because oneDNN is not faster with a layout of its choice, and a
   * conversion takes time.
   */
  private memory matrix() {
    return weights(outputs, inputs);
  }
}
