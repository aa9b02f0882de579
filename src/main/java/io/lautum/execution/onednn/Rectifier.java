package io.lautum.execution.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** max(x, 0), in place. */
final class Rectifier implements Operator {
  /** Its derivative can be told from the output, so the input need not be kept. */
  private static final algorithm ALGORITHM = algorithm.eltwise_relu_use_dst_for_bwd;

  private Tensor output;
  private eltwise_forward.primitive_desc forward;

  @Override
  public Tensor forward(Tensor input, Program program) {
    output = input;
    memory.desc layout = input.memory().get_desc();
    forward =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(prop_kind.forward_training, ALGORITHM, layout, 0, 0),
            program.engine());
    program.add(
        new eltwise_forward(forward), DNNL_ARG_SRC, input.memory(), DNNL_ARG_DST, input.memory());
    return input;
  }

  @Override
  public Tensor backward(Tensor gradient, boolean first, Program program) {
    if (first) {
      return null;
    }
    memory.desc layout = output.memory().get_desc();
    memory byOutput = program.in(gradient.memory(), layout);
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
        byOutput);
    return new Tensor(byOutput, gradient.shape());
  }
}
