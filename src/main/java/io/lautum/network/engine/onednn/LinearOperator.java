package io.lautum.network.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.lautum.network.spec.Parameter.Kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/** An operator that is linear in its input and in its weights, with a bias if the layer has one. */
abstract class LinearOperator extends UnaryOperator {
  private final String name;
  private final FlatWeights flat;
  private final boolean bias;
  private final long outputs;
  private memory input;

  /**
   * @param name name of the layer
   * @param outputs number of channels or units, which is the length of the bias
   */
  LinearOperator(String name, FlatWeights flat, boolean bias, long outputs) {
    this.name = name;
    this.flat = flat;
    this.bias = bias;
    this.outputs = outputs;
  }

  /** Appends the gradient of weights and bias. */
  abstract void byWeights(Tensor gradient, Program program);

  /** Appends the gradient with respect to the input and returns it. */
  abstract Tensor byInput(Tensor gradient, Program program);

  @Override
  final Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    byWeights(gradient, program);
    return needed ? byInput(gradient, program) : null;
  }

  /** Returns the weights as a row-major tensor, without a copy. */
  final memory weights(long... shape) {
    return flat.value(name, Kind.WEIGHTS, shape);
  }

  /** Returns the gradient of the weights as a row-major tensor, without a copy. */
  final memory weightsGradient(long... shape) {
    return flat.gradient(name, Kind.WEIGHTS, shape);
  }

  /** Returns the layout of the bias, which has no dimensions if there is no bias. */
  final memory.desc biasLayout() {
    return bias ? Layout.any(outputs) : new memory.desc();
  }

  /**
   * Appends the forward primitive and keeps its input for {@link #addByWeights}.
   *
   * @param source input in the layout of the primitive
   * @param destination layout of the output
   * @return the output
   */
  final memory addForward(
      Program program, primitive forward, memory source, memory weights, memory.desc destination) {
    input = source;
    memory output = program.allocate(destination);
    program.add(
        forward,
        DNNL_ARG_SRC,
        source,
        DNNL_ARG_WEIGHTS,
        weights,
        DNNL_ARG_BIAS,
        bias ? flat.value(name, Kind.BIAS, outputs) : null,
        DNNL_ARG_DST,
        output);
    return output;
  }

  /**
   * Appends the primitive of the gradients of weights and bias.
   *
   * @param source layout in which the primitive reads the input
   * @param byOutput gradient with respect to the output
   */
  final void addByWeights(
      Program program, primitive backward, memory.desc source, memory byOutput, memory byWeights) {
    program.add(
        backward,
        DNNL_ARG_SRC,
        program.in(input, source),
        DNNL_ARG_DIFF_DST,
        byOutput,
        DNNL_ARG_DIFF_WEIGHTS,
        byWeights,
        DNNL_ARG_DIFF_BIAS,
        bias ? flat.gradient(name, Kind.BIAS, outputs) : null);
  }

  /**
   * Appends the primitive of the gradient with respect to the input.
   *
   * @param byOutput gradient with respect to the output
   * @param destination layout of the gradient
   * @return the gradient
   */
  static memory addByInput(
      Program program,
      primitive backward,
      memory byOutput,
      memory weights,
      memory.desc destination) {
    memory byInput = program.allocate(destination);
    program.add(
        backward,
        DNNL_ARG_DIFF_DST,
        byOutput,
        DNNL_ARG_WEIGHTS,
        weights,
        DNNL_ARG_DIFF_SRC,
        byInput);
    return byInput;
  }
}
