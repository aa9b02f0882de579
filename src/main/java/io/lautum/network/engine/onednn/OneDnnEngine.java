package io.lautum.network.engine.onednn;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;

/** Computes on CPUs with oneDNN: every layer, in float and bfloat16. */
public final class OneDnnEngine implements Engine {
  private static final int RANK = 10;

  static {
    OneDnnLibrary.shareOpenMp();
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public String device() {
    return OneDnnLibrary.description();
  }

  @Override
  public Optional<String> obstacle(NetworkGraph network, StepSpec step, Precision precision) {
    return OneDnnLibrary.unavailableReason().or(() -> unsupportedReason(precision));
  }

  private static Optional<String> unsupportedReason(Precision precision) {
    return switch (precision) {
      case FLOAT -> Optional.empty();
      case TF32 -> Optional.of("TF32 is a format of NVIDIA GPUs");
      case BFLOAT16 ->
          multipliesBfloat16()
              ? Optional.empty()
              : Optional.of("this processor has no bfloat16 instructions");
    };
  }

  /** Returns whether the CPU multiplies bfloat16 numbers; otherwise oneDNN emulates them slowly. */
  private static boolean multipliesBfloat16() {
    cpu_isa isa = dnnl.get_effective_cpu_isa().intern();
    return isa == cpu_isa.avx512_core_bf16 || isa == cpu_isa.avx512_core_amx;
  }

  @Override
  public CompiledNetwork create(NetworkGraph network, StepSpec step, Precision precision) {
    return new OneDnnNetwork(network, step, precision);
  }
}
