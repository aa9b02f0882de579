package io.lautum.network.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** Computes max(x, 0), in place unless the input has other readers. */
final class Rectifier extends UnaryOperator {
  /** Computes the derivative from the output, so that the input need not be kept. */
  private static final algorithm ALGORITHM = algorithm.eltwise_relu_use_dst_for_bwd;

  private Tensor output;
  private eltwise_forward.primitive_desc forward;

  @Override
  Tensor forward(Tensor input, Program program) {
    memory.desc layout = input.memory().get_desc();
    output = input.isShared() ? new Tensor(program.allocate(layout), input.shape()) : input;
    forward =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(program.kind(), ALGORITHM, layout, 0, 0), program.engine());
    program.add(
        new eltwise_forward(forward), DNNL_ARG_SRC, input.memory(), DNNL_ARG_DST, output.memory());
    return output;
  }

  @Override
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    if (!needed) {
      return null;
    }
    memory.desc layout = output.memory().get_desc();
    memory byOutput = program.in(gradient.memory(), layout);
    boolean inPlace = byOutput != gradient.memory() || !gradient.isShared();
    memory byInput = inPlace ? byOutput : program.allocate(layout);
    var backward =
        new eltwise_backward.primitive_desc(
            new eltwise_backward.desc(ALGORITHM, layout, layout, 0, 0), program.engine(), forward);
    program.add(
        new eltwise_backward(backward),
        DNNL_ARG_DST,
        output.memory(),
        DNNL_ARG_DIFF_DST,
        byOutput,
        DNNL_ARG_DIFF_SRC,
        byInput);
    return new Tensor(byInput, gradient.shape());
  }
}
