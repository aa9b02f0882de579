package io.lautum.network.engine.dl4j;

import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;

/** The native helpers that DL4J's layers use on CPUs. */
public final class Dl4jHelpers {
  private Dl4jHelpers() {}

  /** Returns whether the native library of ND4J computes convolutions with oneDNN. */
  public static boolean hasOneDnn() {
    return BaseMKLDNNHelper.mklDnnEnabled();
  }
}
