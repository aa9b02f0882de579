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

  /** Receives the first positions in x and w of products that are added to one value of y. */
  private interface Products {
    void add(int x, int w, int y, int count);
  }

  /** Visits the values of y in order, and for each one the rows of its filter. */
  private void products(Products products) {
    int y = 0;
    for (int image = 0; image < shape.rows(); image++) {
      for (int filter = 0; filter < out.channels(); filter++) {
        for (int row = 0; row < out.height(); row++) {
          for (int column = 0; column < out.width(); column++) {
            products(
                image,
                filter,
                row * window.stride() - window.padding(),
                column * window.stride() - window.padding(),
                y++,
                products);
          }
        }
      }
    }
  }

  private void products(int image, int filter, int top, int left, int y, Products products) {
    int size = window.size();
    int first = Math.max(0, -left);
    int count = Math.min(size, in.width() - left) - first;
    for (int channel = 0; channel < in.channels(); channel++) {
      int plane = (image * in.channels() + channel) * in.height();
      int weights = (filter * in.channels() + channel) * size;
      for (int k = Math.max(0, -top); k < Math.min(size, in.height() - top); k++) {
        int x = (plane + top + k) * in.width() + left + first;
        products.add(x, (weights + k) * size + first, y, count);
      }
    }
  }

  float[] forward(float[] x, float[] w) {
    double[] sums = new double[shape.rows() * out.size()];
    products(
        (i, j, k, count) -> {
          double sum = sums[k];
          for (int n = 0; n < count; n++) {
            sum += (double) x[i + n] * w[j + n];
            sum = addsFloats ? (float) sum : sum;
          }
          sums[k] = sum;
        });
    return floats(sums);
  }

  float[] backwardData(float[] w, float[] dy) {
    double[] sums = new double[shape.rows() * in.size()];
    products(
        (i, j, k, count) -> {
          for (int n = 0; n < count; n++) {
            sums[i + n] += (double) w[j + n] * dy[k];
          }
        });
    return floats(sums);
  }

  float[] backwardFilter(float[] x, float[] dy) {
    int side = shape.window().size();
    double[] sums = new double[shape.filters() * shape.input().channels() * side * side];
    products(
        (i, j, k, count) -> {
          for (int n = 0; n < count; n++) {
            sums[j + n] += (double) x[i + n] * dy[k];
          }
        });
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
