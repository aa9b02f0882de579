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
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;

/** A fully connected layer with a bias. */
final class Dense extends UnaryOperator {
  private final String name;
  private final FlatWeights weights;
  private final long outputs;

  private long[] inputShape;
  private memory input;
  private inner_product_forward.primitive_desc forward;

  Dense(String name, Layer.Dense layer, FlatWeights weights) {
    this.name = name;
    this.weights = weights;
    this.outputs = layer.units();
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    inputShape = tensor.shape();
    Tensor rows = program.reshaped(tensor, tensor.rows(), tensor.features());
    forward =
        new inner_product_forward.primitive_desc(
            new inner_product_forward.desc(
                prop_kind.forward_training,
                rows.memory().get_desc(),
                matrix().get_desc(),
                Layout.any(outputs),
                Layout.any(rows.rows(), outputs)),
            program.engine());
    input = program.in(rows.memory(), forward.src_desc());
    memory output = program.allocate(forward.dst_desc());
    program.add(
        new inner_product_forward(forward),
        DNNL_ARG_SRC,
        input,
        DNNL_ARG_WEIGHTS,
        matrix(),
        DNNL_ARG_BIAS,
        weights.value(name, Kind.BIAS, outputs),
        DNNL_ARG_DST,
        output);
    return new Tensor(output, rows.rows(), outputs);
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    byWeights(gradient, program);
    return needed ? byInput(gradient, program) : null;
  }

  private void byWeights(Tensor gradient, Program program) {
    var backward =
        new inner_product_backward_weights.primitive_desc(
            new inner_product_backward_weights.desc(
                Layout.any(gradient.rows(), inputs()),
                matrix().get_desc(),
                Layout.any(outputs),
                Layout.any(gradient.shape())),
            program.engine(),
            forward);
    program.add(
        new inner_product_backward_weights(backward),
        DNNL_ARG_SRC,
        program.in(input, backward.src_desc()),
        DNNL_ARG_DIFF_DST,
        program.in(gradient.memory(), backward.diff_dst_desc()),
        DNNL_ARG_DIFF_WEIGHTS,
        weights.gradient(name, Kind.WEIGHTS, outputs, inputs()),
        DNNL_ARG_DIFF_BIAS,
        weights.gradient(name, Kind.BIAS, outputs));
  }

  private Tensor byInput(Tensor gradient, Program program) {
    var backward =
        new inner_product_backward_data.primitive_desc(
            new inner_product_backward_data.desc(
                Layout.any(gradient.rows(), inputs()),
                matrix().get_desc(),
                Layout.any(gradient.shape())),
            program.engine(),
            forward);
    memory byInput = program.allocate(backward.diff_src_desc());
    program.add(
        new inner_product_backward_data(backward),
        DNNL_ARG_DIFF_DST,
        program.in(gradient.memory(), backward.diff_dst_desc()),
        DNNL_ARG_WEIGHTS,
        matrix(),
        DNNL_ARG_DIFF_SRC,
        byInput);
    return program.reshaped(new Tensor(byInput, gradient.rows(), inputs()), inputShape);
  }

  /**
   * Returns the matrix in place, because oneDNN is not faster with a layout of its choice, and a
   * conversion takes time.
   */
  private memory matrix() {
    return weights.value(name, Kind.WEIGHTS, outputs, inputs());
  }

  private long inputs() {
    return new Tensor(input, inputShape).features();
  }
}
