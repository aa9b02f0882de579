package io.lautum.execution.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;
import org.bytedeco.dnnl.memory;

/** Number format of what convolutions multiply. Weights, updater and losses are always float. */
public enum Precision {
  /** IEEE 754's 32 bits. */
  FLOAT,
  /**
   * A float's exponent with eight bits of significand, on processors that multiply such numbers.
   */
  BFLOAT16;

  /** Whether this process's CPU multiplies such numbers; oneDNN emulates them elsewhere, slowly. */
  public boolean isNative() {
    if (this == FLOAT) {
      return true;
    }
    cpu_isa isa = dnnl.get_effective_cpu_isa().intern();
    return isa == cpu_isa.avx512_core_bf16 || isa == cpu_isa.avx512_core_amx;
  }

  memory.data_type dataType() {
    return this == FLOAT ? memory.data_type.f32 : memory.data_type.bf16;
  }
}
