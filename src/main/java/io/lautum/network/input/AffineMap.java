package io.lautum.network.input;

import io.lautum.data.image.ImageShape;

/**
 * Computes a linear map about the image's centre: the output pixel at {@code p} is the input,
 * bilinearly interpolated, at {@code A p}. Outside the image it repeats the nearest edge pixel.
 */
final class AffineMap {
  private final ImageShape shape;
  private final float[] output;

  AffineMap(ImageShape shape) {
    this.shape = shape;
    output = new float[shape.size()];
  }

  /** Returns the transformed image; the next call overwrites it. */
  float[] apply(float[] image, LinearMap map) {
    int lastRow = shape.height() - 1;
    int lastColumn = shape.width() - 1;
    int plane = shape.height() * shape.width();
    for (int y = 0; y <= lastRow; y++) {
      double down = y - lastRow / 2.0;
      for (int x = 0; x <= lastColumn; x++) {
        double right = x - lastColumn / 2.0;
        double row =
            inside(lastRow / 2.0 + map.rowByRow() * down + map.rowByColumn() * right, lastRow);
        double column =
            inside(
                lastColumn / 2.0 + map.columnByRow() * down + map.columnByColumn() * right,
                lastColumn);
        int top = (int) row;
        int left = (int) column;
        int upper = top * shape.width();
        int lower = Math.min(top + 1, lastRow) * shape.width();
        int next = Math.min(left + 1, lastColumn);
        float below = (float) (row - top);
        float across = (float) (column - left);
        int to = y * shape.width() + x;
        for (int channel = 0; channel < output.length; channel += plane) {
          output[channel + to] =
              Bilinear.at(image, channel + upper, channel + lower, left, next, below, across);
        }
      }
    }
    return output;
  }

  private static double inside(double coordinate, int last) {
    return Math.min(Math.max(coordinate, 0), last);
  }
}
