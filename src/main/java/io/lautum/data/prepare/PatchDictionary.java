package io.lautum.data.prepare;

import io.lautum.data.image.ImageShape;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Local features of an image: which patches c<sub>1</sub> … c<sub>K</sub> of a dictionary occur in
 * which quarter of the image. Coates, Lee &amp; Ng 2011, "An analysis of single-layer networks in
 * unsupervised feature learning", sections 3.1 to 3.3.
 *
 * <p>A patch p of s x s pixels and all channels is normalised to (p - mean(p)) / √(var(p) + 0.01),
 * so that brightness and contrast do not count, and whitened to u. With the distances d<sub>k</sub>
 * = ‖u - c<sub>k</sub>‖, feature k of the patch is max(0, mean<sub>j</sub> d<sub>j</sub> -
 * d<sub>k</sub>), their "triangle" activation: positive for the patches of the dictionary that are
 * nearer than the average one. A feature of a quarter is the mean over the patches whose centre is
 * in it.
 *
 * @param shape shape of the images
 * @param side s, height and width of a patch
 * @param whitening map from a normalised patch (channels x s x s) to u
 * @param patches the values of c, {@code whitening.components()} x K, row-major, so that one pass
 *     over u adds to all distances
 */
record PatchDictionary(ImageShape shape, int side, Whitening whitening, double[] patches)
    implements Serializable {
  /** Added to the variance of a patch, so that noise in flat ones is not enlarged. */
  private static final double LEAST_VARIANCE = 0.01;

  /** Largest number of positions of a patch per dimension. */
  private static final int POSITIONS = 32;

  private static final int QUARTERS = 4;

  /** Returns K. */
  private int count() {
    return patches.length / whitening.components();
  }

  /**
   * Returns the 4K features of an image; those of the upper left quarter come first.
   *
   * @param image normalised image, channels x height x width
   */
  float[] apply(float[] image) {
    int rows = shape.height() - side + 1;
    int columns = shape.width() - side + 1;
    int down = stride(rows);
    int right = stride(columns);
    int count = count();
    double[] sums = new double[QUARTERS * count];
    int[] found = new int[QUARTERS];
    double[] distances = new double[count];
    for (int y = 0; y < rows; y += down) {
      for (int x = 0; x < columns; x += right) {
        double mean = distances(whitening.apply(patch(shape, image, side, y, x)), distances);
        int quarter = 2 * half(y, shape.height()) + half(x, shape.width());
        found[quarter]++;
        for (int k = 0; k < count; k++) {
          sums[quarter * count + k] += Math.max(0, mean - distances[k]);
        }
      }
    }
    float[] features = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      features[i] = (float) (sums[i] / Math.max(1, found[i / count]));
    }
    return features;
  }

  private static int stride(int positions) {
    return (positions - 1) / POSITIONS + 1;
  }

  /** Returns 0 if a patch's centre is in the first half of a dimension, otherwise 1. */
  private int half(int start, int length) {
    return 2 * start + side <= length ? 0 : 1;
  }

  /**
   * Computes the distances of a whitened patch from those of the dictionary; returns their mean.
   */
  private double distances(float[] patch, double[] distances) {
    Arrays.fill(distances, 0);
    for (int i = 0; i < patch.length; i++) {
      double value = patch[i];
      int row = i * distances.length;
      for (int k = 0; k < distances.length; k++) {
        double difference = value - patches[row + k];
        distances[k] += difference * difference;
      }
    }
    double sum = 0;
    for (int k = 0; k < distances.length; k++) {
      distances[k] = Math.sqrt(distances[k]);
      sum += distances[k];
    }
    return sum / distances.length;
  }

  /**
   * Returns a normalised patch of an image, channels x side x side.
   *
   * @param image normalised image, channels x height x width
   * @param y first row
   * @param x first column
   */
  static float[] patch(ImageShape shape, float[] image, int side, int y, int x) {
    float[] patch = new float[shape.channels() * side * side];
    int at = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = y; row < y + side; row++) {
        int from = (channel * shape.height() + row) * shape.width() + x;
        System.arraycopy(image, from, patch, at, side);
        at += side;
      }
    }
    double mean = 0;
    for (float value : patch) {
      mean += value;
    }
    mean /= patch.length;
    double variance = 0;
    for (float value : patch) {
      variance += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(variance / patch.length + LEAST_VARIANCE);
    for (int i = 0; i < patch.length; i++) {
      patch[i] = (float) ((patch[i] - mean) / deviation);
    }
    return patch;
  }
}
