package io.lautum.network.engine.cudnn;

import io.lautum.Text;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import io.lautum.network.step.Precision;
import java.io.Serializable;

/**
 * The shape of a convolution.
 *
 * @param rows number of images
 * @param input shape of the images
 * @param filters number of output channels
 * @param precision format of the factors that are multiplied
 */
record ConvolutionShape(
    int rows, Shape.Image input, int filters, Window window, Precision precision)
    implements Serializable {
  /** Returns the shape of an output image. */
  Shape.Image output() {
    return window.over(input, filters);
  }

  /** Returns a description that differs for different shapes. */
  @Override
  public String toString() {
    return Text.format(
        "%dx%s-%d-%d/%d+%d-%s",
        rows, input, filters, window.size(), window.stride(), window.padding(), precision);
  }
}
