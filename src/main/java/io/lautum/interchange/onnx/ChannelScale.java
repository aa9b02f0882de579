package io.lautum.interchange.onnx;

import io.lautum.network.spec.Layer.BatchNormalization;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.ParameterLayout;

/**
 * Batch normalisation by its running statistics as a factor and an addend per channel: a = γ / √(v
 * + ε), b = β − a m, in double precision.
 */
record ChannelScale(double[] factor, double[] addend) {
  static ChannelScale of(
      String node, BatchNormalization layer, ParameterLayout layout, float[] weights) {
    float[] scale = layout.of(node, Kind.SCALE).values(weights);
    float[] shift = layout.of(node, Kind.SHIFT).values(weights);
    float[] mean = layout.of(node, Kind.RUNNING_MEAN).values(weights);
    float[] deviation = layout.of(node, Kind.RUNNING_DEVIATION).values(weights);
    double[] factor = new double[scale.length];
    double[] addend = new double[scale.length];
    for (int c = 0; c < scale.length; c++) {
      double variance = Math.pow(10, 2.0 * deviation[c]);
      factor[c] = scale[c] / Math.sqrt(variance + layer.epsilon());
      addend[c] = shift[c] - factor[c] * mean[c];
    }
    return new ChannelScale(factor, addend);
  }

  /** Returns the weights of a convolution whose output is scaled. */
  float[] scaled(float[] convolution) {
    float[] scaled = new float[convolution.length];
    int perChannel = convolution.length / factor.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (factor[i / perChannel] * convolution[i]);
    }
    return scaled;
  }

  /** Returns the biases of a convolution whose output is scaled. */
  float[] scaledBias(float[] bias) {
    float[] scaled = new float[factor.length];
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] = (float) (factor[c] * bias[c] + addend[c]);
    }
    return scaled;
  }

  float[] factors() {
    return floats(factor);
  }

  float[] addends() {
    return floats(addend);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
