package io.lautum.augmentation;

import io.lautum.data.ImageShape;
import java.util.SplittableRandom;

/**
 * A random linear map about the image's centre: output pixel at {@code p} is the input, bilinearly
 * interpolated, at {@code (I + E) p}, with the four entries of {@code E} uniform in {@code [−a,
 * a]}. Rotates, scales, stretches and slants at once. Beyond the edge is the nearest pixel of it.
 */
final class AffineMap {
  private final ImageShape shape;
  private final double strength;
  private final float[] output;

  /**
   * @param strength a
   */
  AffineMap(ImageShape shape, double strength) {
    this.shape = shape;
    this.strength = strength;
    output = new float[shape.size()];
  }

  /** The changed image, which the next call overwrites. */
  float[] apply(float[] image, SplittableRandom random) {
    double rowByRow = 1 + random.nextDouble(-strength, strength);
    double rowByColumn = random.nextDouble(-strength, strength);
    double columnByRow = random.nextDouble(-strength, strength);
    double columnByColumn = 1 + random.nextDouble(-strength, strength);
    int lastRow = shape.height() - 1;
    int lastColumn = shape.width() - 1;
    int plane = shape.height() * shape.width();
    for (int y = 0; y <= lastRow; y++) {
      double down = y - lastRow / 2.0;
      for (int x = 0; x <= lastColumn; x++) {
        double right = x - lastColumn / 2.0;
        double row = inside(lastRow / 2.0 + rowByRow * down + rowByColumn * right, lastRow);
        double column =
            inside(lastColumn / 2.0 + columnByRow * down + columnByColumn * right, lastColumn);
        int top = (int) row;
        int left = (int) column;
        int below = top < lastRow ? shape.width() : 0;
        int beside = left < lastColumn ? 1 : 0;
        float lower = (float) (row - top);
        float further = (float) (column - left);
        int from = top * shape.width() + left;
        for (int to = y * shape.width() + x; to < output.length; to += plane, from += plane) {
          float above = image[from] + further * (image[from + beside] - image[from]);
          float under =
              image[from + below] + further * (image[from + below + beside] - image[from + below]);
          output[to] = above + lower * (under - above);
        }
      }
    }
    return output;
  }

  private static double inside(double coordinate, int last) {
    return Math.min(Math.max(coordinate, 0), last);
  }
}
