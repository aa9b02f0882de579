package io.lautum.network.engine.cudnn;

import io.lautum.network.spec.Shape;

/**
 * A convolution that multiplies bfloat16 numbers. Images, weights and gradients are floats, and are
 * converted before and after it. The backward computations use the conversions of the forward
 * computation; {@link #backwardData} also uses that of {@link #backwardFilter}, which comes first.
 */
final class Bfloat16Convolution implements DeviceConvolution {
  /** Rows and columns of {@code TILE} in {@code kernels.cu}. */
  private static final int TILE = 32;

  private final Device device;
  private final DeviceConvolution convolution;
  private final Layout input;
  private final Layout output;
  private final Layout filter;
  private final Buffer x;
  private final Buffer w;
  private final Buffer y;
  private final Buffer dx;
  private final Buffer dw;
  private final Buffer dy;

  /**
   * @param convolution the convolution of bfloat16 numbers, channels last
   */
  Bfloat16Convolution(Device device, ConvolutionShape shape, DeviceConvolution convolution) {
    this.device = device;
    this.convolution = convolution;
    int size = shape.window().size();
    input = new Layout(shape.rows(), shape.input().channels(), area(shape.input()));
    output = new Layout(shape.rows(), shape.filters(), area(shape.output()));
    filter = new Layout(shape.filters(), shape.input().channels(), size * size);
    x = device.allocate(input.bytes());
    w = device.allocate(filter.bytes());
    y = device.allocate(output.bytes());
    dx = device.allocate(input.bytes());
    dw = device.allocate(filter.bytes());
    dy = device.allocate(output.bytes());
  }

  private static int area(Shape.Image image) {
    return image.height() * image.width();
  }

  /** The dimensions of an array of floats (outer, channels, inner). */
  private record Layout(int outer, int channels, int inner) {
    /** Returns the length of the array in bfloat16. */
    long bytes() {
      return (long) outer * channels * inner * Short.BYTES;
    }

    int blocks() {
      return outer * ((channels + TILE - 1) / TILE) * ((inner + TILE - 1) / TILE);
    }
  }

  private void round(Layout layout, Buffer from, Buffer to) {
    convert("toBfloat16", layout, from, to);
  }

  private void widen(Layout layout, Buffer from, Buffer to) {
    convert("fromBfloat16", layout, from, to);
  }

  private void convert(String kernel, Layout layout, Buffer from, Buffer to) {
    device.launch(
        kernel, layout.blocks(), Launch.THREADS, from, to, layout.channels(), layout.inner());
  }

  @Override
  public void forward(Buffer images, Buffer weights, Buffer values) {
    round(input, images, x);
    round(filter, weights, w);
    convolution.forward(x, w, y);
    widen(output, y, values);
  }

  @Override
  public void backwardFilter(Buffer images, Buffer byOutput, Buffer byWeights) {
    round(output, byOutput, dy);
    convolution.backwardFilter(x, dy, dw);
    widen(filter, dw, byWeights);
  }

  @Override
  public void backwardData(Buffer weights, Buffer byOutput, Buffer byImages) {
    convolution.backwardData(w, dy, dx);
    widen(input, dx, byImages);
  }
}
