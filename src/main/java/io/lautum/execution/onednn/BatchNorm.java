package io.lautum.execution.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/**
 * Batch normalisation of each channel (Ioffe &amp; Szegedy 2015), and in the same pass the
 * rectifier that follows it, if there is one. As in DL4J, the running mean and the logarithm of the
 * running deviation are weights whose "gradient" is the old value minus the new, which the updater
 * subtracts as it is.
 */
final class BatchNorm implements Operator {
  private final String name;
  private final BatchNormalization layer;
  private final FlatWeights weights;

  private int flags = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
  private Tensor input;
  private memory mean;
  private memory variance;
  private memory workspace;
  private batch_normalization_forward.primitive_desc forward;

  BatchNorm(String name, BatchNormalization layer, FlatWeights weights) {
    this.name = name;
    this.layer = layer;
    this.weights = weights;
  }

  /** Takes in the rectifier that follows. */
  void rectify() {
    flags |= normalization_flags.fuse_norm_relu.value;
  }

  @Override
  public Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    forward =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                prop_kind.forward_training.value,
                tensor.memory().get_desc(),
                (float) layer.getEps(),
                flags),
            program.engine());
    mean = program.allocate(forward.mean_desc());
    variance = program.allocate(forward.variance_desc());
    workspace = program.allocate(forward.workspace_desc());
    memory output = program.allocate(forward.dst_desc());
    program.add(
        new batch_normalization_forward(forward),
        DNNL_ARG_SRC,
        tensor.memory(),
        DNNL_ARG_SCALE,
        weights.value(name, "gamma", channels()),
        DNNL_ARG_SHIFT,
        weights.value(name, "beta", channels()),
        DNNL_ARG_MEAN,
        mean,
        DNNL_ARG_VARIANCE,
        variance,
        DNNL_ARG_WORKSPACE,
        workspace,
        DNNL_ARG_DST,
        output);
    return new Tensor(output, tensor.shape());
  }

  @Override
  public Tensor backward(Tensor gradient, boolean first, Program program) {
    memory.desc layout = forward.dst_desc();
    var backward =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(
                prop_kind.backward.value, layout, layout, (float) layer.getEps(), flags),
            program.engine(),
            forward);
    memory byInput = program.allocate(backward.diff_src_desc());
    program.add(
        new batch_normalization_backward(backward),
        DNNL_ARG_SRC,
        input.memory(),
        DNNL_ARG_MEAN,
        mean,
        DNNL_ARG_VARIANCE,
        variance,
        DNNL_ARG_SCALE,
        weights.value(name, "gamma", channels()),
        DNNL_ARG_SHIFT,
        weights.value(name, "beta", channels()),
        DNNL_ARG_WORKSPACE,
        workspace,
        DNNL_ARG_DIFF_DST,
        program.in(gradient.memory(), backward.diff_dst_desc()),
        DNNL_ARG_DIFF_SRC,
        byInput,
        DNNL_ARG_DIFF_SCALE,
        weights.gradient(name, "gamma", channels()),
        DNNL_ARG_DIFF_SHIFT,
        weights.gradient(name, "beta", channels()));
    program.add(new RunningStatistics());
    return new Tensor(byInput, input.shape());
  }

  /** Writes the "gradients" of running mean and deviation. */
  private final class RunningStatistics implements Runnable {
    private final HostTensor batchMean = HostTensor.of(new Tensor(mean, 1, channels()));
    private final HostTensor batchVariance = HostTensor.of(new Tensor(variance, 1, channels()));
    private final HostTensor runningMean = value("mean");
    private final HostTensor runningDeviation = value("log10stdev");
    private final HostTensor meanGradient = gradient("mean");
    private final HostTensor deviationGradient = gradient("log10stdev");

    private HostTensor value(String key) {
      return HostTensor.of(new Tensor(weights.value(name, key, channels()), 1, channels()));
    }

    private HostTensor gradient(String key) {
      return HostTensor.of(new Tensor(weights.gradient(name, key, channels()), 1, channels()));
    }

    @Override
    public void run() {
      double share = 1 - layer.getDecay();
      float[] means = runningMean.read();
      float[] deviations = runningDeviation.read();
      batchMean.read();
      batchVariance.read();
      for (int c = 0; c < means.length; c++) {
        means[c] = (float) (share * (means[c] - batchMean.values()[c]));
        double old = Math.pow(10, 2.0 * deviations[c]);
        double next = (1 - share) * old + share * batchVariance.values()[c];
        deviations[c] = (float) (0.5 * Math.log10(old / next));
      }
      meanGradient.write(means);
      deviationGradient.write(deviations);
    }
  }

  private long channels() {
    return input.shape()[1];
  }
}
