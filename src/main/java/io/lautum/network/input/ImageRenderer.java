package io.lautum.network.input;

import io.lautum.data.image.ImageShape;
import java.util.Arrays;

/** Computes changed images on the host. Allocates no memory per image. Not thread-safe. */
public final class ImageRenderer {
  private final ImageShape shape;
  private final Axis rows;
  private final Axis columns;
  private final AffineMap affine;

  /**
   * @param shape shape of the images
   */
  public ImageRenderer(ImageShape shape) {
    this.shape = shape;
    rows = new Axis(shape.height());
    columns = new Axis(shape.width());
    affine = new AffineMap(shape);
  }

  /** Returns the shape of the images. */
  public ImageShape shape() {
    return shape;
  }

  /**
   * Writes a changed copy of one normalised image (channels x height x width).
   *
   * @param offset offset in {@code output} of the copy's first value
   */
  public void render(ImageChange change, float[] image, float[] output, int offset) {
    float[] input = change.map().isIdentity() ? image : affine.apply(image, change.map());
    rows.set(change.rows());
    columns.set(change.columns());
    if (change.rows().isStretched() || change.columns().isStretched()) {
      interpolate(input, output, offset);
    } else {
      copy(input, output, offset);
    }
    ImageChange.Colours colours = change.colours();
    if (colours.factors().length > 0) {
      scale(colours, output, offset);
    }
    if (colours.grey()) {
      removeColours(output, offset);
    }
    if (change.noise().deviation() > 0) {
      change.noise().addTo(output, offset, shape.size());
    }
    erase(change.erased(), output, offset);
  }

  private void copy(float[] image, float[] output, int offset) {
    int out = offset;
    for (int channel = 0; channel < shape.channels(); channel++) {
      int plane = channel * rows.low.length * columns.low.length;
      for (int y : rows.low) {
        int row = plane + y * columns.low.length;
        for (int x : columns.low) {
          output[out++] = image[row + x];
        }
      }
    }
  }

  private void interpolate(float[] image, float[] output, int offset) {
    int height = rows.low.length;
    int width = columns.low.length;
    int out = offset;
    for (int channel = 0; channel < shape.channels(); channel++) {
      int plane = channel * height * width;
      for (int y = 0; y < height; y++) {
        int upper = plane + rows.low[y] * width;
        int lower = plane + rows.high[y] * width;
        float down = rows.weight[y];
        for (int x = 0; x < width; x++) {
          output[out++] =
              Bilinear.at(
                  image, upper, lower, columns.low[x], columns.high[x], down, columns.weight[x]);
        }
      }
    }
  }

  private void scale(ImageChange.Colours colours, float[] output, int offset) {
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      float factor = colours.factors()[channel];
      float shift = colours.offsets()[channel];
      int from = offset + channel * plane;
      for (int i = from; i < from + plane; i++) {
        output[i] = factor * output[i] + shift;
      }
    }
  }

  private void removeColours(float[] output, int offset) {
    float[] weights = ImageChange.Colours.LUMINANCE;
    int plane = shape.height() * shape.width();
    for (int pixel = offset; pixel < offset + plane; pixel++) {
      float luminance = 0;
      for (int channel = 0; channel < weights.length; channel++) {
        luminance += weights[channel] * output[pixel + channel * plane];
      }
      for (int channel = 0; channel < weights.length; channel++) {
        output[pixel + channel * plane] = luminance;
      }
    }
  }

  private void erase(ImageChange.Rectangle erased, float[] output, int offset) {
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = erased.top(); y < erased.bottom(); y++) {
        int row = offset + (channel * shape.height() + y) * shape.width();
        Arrays.fill(output, row + erased.left(), row + erased.right(), 0);
      }
    }
  }
}
