package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;

/** A convolution on the CPU: one multiplication per weight and output pixel, summed in doubles. */
final class HostConvolution {
  private final ConvolutionShape shape;
  private final boolean addsFloats;
  private final Shape.Image in;
  private final Shape.Image out;
  private final Window window;

  /**
   * @param addsFloats whether the forward computation rounds sums to floats, as another algorithm
   */
  HostConvolution(ConvolutionShape shape, boolean addsFloats) {
    this.shape = shape;
    this.addsFloats = addsFloats;
    in = shape.input();
    out = shape.output();
    window = shape.window();
  }

  /** Receives the positions of two factors and of the product in x, w and y. */
  private interface Products {
    void add(int x, int w, int y);
  }

  private void products(Products products) {
    int size = window.size();
    for (int y = 0; y < shape.rows() * out.size(); y++) {
      int left = y % out.width() * window.stride() - window.padding();
      int top = y / out.width() % out.height() * window.stride() - window.padding();
      int filter = y / (out.width() * out.height()) % out.channels();
      int image = y / out.size();
      for (int k = 0; k < in.channels() * size * size; k++) {
        int column = left + k % size;
        int row = top + k / size % size;
        if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
          int plane = image * in.channels() + k / (size * size);
          products.add(
              (plane * in.height() + row) * in.width() + column,
              filter * in.channels() * size * size + k,
              y);
        }
      }
    }
  }

  float[] forward(float[] x, float[] w) {
    double[] sums = new double[shape.rows() * out.size()];
    products(
        (i, j, k) -> {
          double sum = sums[k] + (double) x[i] * w[j];
          sums[k] = addsFloats ? (float) sum : sum;
        });
    return floats(sums);
  }

  float[] backwardData(float[] w, float[] dy) {
    double[] sums = new double[shape.rows() * in.size()];
    products((i, j, k) -> sums[i] += (double) w[j] * dy[k]);
    return floats(sums);
  }

  float[] backwardFilter(float[] x, float[] dy) {
    double[] sums = new double[shape.weights()];
    products((i, j, k) -> sums[j] += (double) x[i] * dy[k]);
    return floats(sums);
  }

  private static float[] floats(double[] sums) {
    float[] floats = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      floats[i] = (float) sums[i];
    }
    return floats;
  }
}
