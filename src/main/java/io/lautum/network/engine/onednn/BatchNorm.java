package io.lautum.network.engine.onednn;

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

import io.lautum.network.engine.BatchStatistics;
import io.lautum.network.spec.Layer.BatchNormalization;
import io.lautum.network.spec.Parameter.Kind;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/**
 * Batch normalisation of each channel (Ioffe &amp; Szegedy 2015) by the minibatch's statistics or
 * by their running averages, fused with the ReLU that follows it, if any. The running mean and the
 * logarithm of the running deviation are weights whose "gradient" is the old value minus the new,
 * which the optimiser subtracts unchanged.
 */
final class BatchNorm extends UnaryOperator {
  private final String name;
  private final BatchNormalization layer;
  private final FlatWeights weights;
  private final BatchStatistics statistics;
  private int flags = normalization_flags.use_scale.value | normalization_flags.use_shift.value;

  private Tensor input;
  private memory mean;
  private memory variance;
  private memory workspace;
  private batch_normalization_forward.primitive_desc forward;

  BatchNorm(
      String name,
      BatchNormalization layer,
      FlatWeights weights,
      BatchStatistics statistics,
      boolean rectified) {
    this.name = name;
    this.layer = layer;
    this.weights = weights;
    this.statistics = statistics;
    if (statistics == BatchStatistics.RUNNING) {
      flags |= normalization_flags.use_global_stats.value;
    }
    if (rectified) {
      flags |= normalization_flags.fuse_norm_relu.value;
    }
  }

  @Override
  Tensor forward(Tensor tensor, Program program) {
    input = tensor;
    forward =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                prop_kind.forward_training.value,
                tensor.memory().get_desc(),
                (float) layer.epsilon(),
                flags),
            program.engine());
    mean = program.allocate(forward.mean_desc());
    variance = program.allocate(forward.variance_desc());
    if (statistics == BatchStatistics.RUNNING) {
      program.add(new RunningStatistics()::use);
    }
    workspace = program.allocate(forward.workspace_desc());
    memory output = program.allocate(forward.dst_desc());
    program.add(
        new batch_normalization_forward(forward),
        DNNL_ARG_SRC,
        tensor.memory(),
        DNNL_ARG_SCALE,
        weights.value(name, Kind.SCALE, channels()),
        DNNL_ARG_SHIFT,
        weights.value(name, Kind.SHIFT, channels()),
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
  Tensor backwardOne(Tensor gradient, boolean needed, Program program) {
    memory.desc layout = forward.dst_desc();
    var backward =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(
                prop_kind.backward.value, layout, layout, (float) layer.epsilon(), flags),
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
        weights.value(name, Kind.SCALE, channels()),
        DNNL_ARG_SHIFT,
        weights.value(name, Kind.SHIFT, channels()),
        DNNL_ARG_WORKSPACE,
        workspace,
        DNNL_ARG_DIFF_DST,
        program.in(gradient.memory(), backward.diff_dst_desc()),
        DNNL_ARG_DIFF_SRC,
        byInput,
        DNNL_ARG_DIFF_SCALE,
        weights.gradient(name, Kind.SCALE, channels()),
        DNNL_ARG_DIFF_SHIFT,
        weights.gradient(name, Kind.SHIFT, channels()));
    if (statistics == BatchStatistics.FOLLOWED) {
      program.add(new RunningStatistics()::follow);
    }
    return new Tensor(byInput, input.shape());
  }

  /** The running averages, which are read and written in Java because they are short. */
  private final class RunningStatistics {
    private final HostTensor batchMean = host(mean);
    private final HostTensor batchVariance = host(variance);
    private final HostTensor runningMean = host(weights.value(name, Kind.RUNNING_MEAN, channels()));
    private final HostTensor runningDeviation =
        host(weights.value(name, Kind.RUNNING_DEVIATION, channels()));
    private final HostTensor meanGradient =
        host(weights.gradient(name, Kind.RUNNING_MEAN, channels()));
    private final HostTensor deviationGradient =
        host(weights.gradient(name, Kind.RUNNING_DEVIATION, channels()));

    private HostTensor host(memory values) {
      return HostTensor.of(new Tensor(values, 1, channels()));
    }

    /** Normalises by the running averages. */
    void use() {
      batchMean.write(runningMean.read());
      float[] deviations = runningDeviation.read();
      float[] variances = batchVariance.values();
      for (int c = 0; c < variances.length; c++) {
        variances[c] = (float) Math.pow(10, 2.0 * deviations[c]);
      }
      batchVariance.write();
    }

    /** Writes the "gradients" of the running averages. */
    void follow() {
      double share = 1 - layer.decay();
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
