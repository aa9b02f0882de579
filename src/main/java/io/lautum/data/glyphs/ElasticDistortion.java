package io.lautum.data.glyphs;

import java.util.random.RandomGenerator;

/**
 * Applies the elastic distortion of Simard, Steinkraus and Platt (2003), "Best practices for
 * convolutional neural networks applied to visual document analysis", section 2. Each pixel has a
 * displacement per axis, drawn uniformly from [-1, 1] and scaled by α; the displacements of an axis
 * are then smoothed with a Gaussian of standard deviation σ. The new value of a pixel is the image,
 * interpolated bilinearly, at the displaced position. Pixels outside the image count as 0, which is
 * black.
 *
 * <p>Not thread-safe, because every call writes to the same arrays.
 */
final class ElasticDistortion {
  private final int height;
  private final int width;
  private final float[] kernel;
  private final float[] rows;
  private final float[] dx;
  private final float[] dy;

  /**
   * @param height image height in pixels
   * @param width image width in pixels
   * @param sigma σ in pixels; the Gaussian is cut off at 2.5 σ, rounded up to whole pixels
   */
  ElasticDistortion(int height, int width, double sigma) {
    this.height = height;
    this.width = width;
    kernel = gaussian(sigma);
    rows = new float[height * width];
    dx = new float[height * width];
    dy = new float[height * width];
  }

  private static float[] gaussian(double sigma) {
    int radius = (int) Math.ceil(2.5 * sigma);
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp(-0.5 * (i - radius) * (i - radius) / (sigma * sigma));
      sum += weights[i];
    }
    float[] kernel = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
    return kernel;
  }

  /**
   * Returns a distorted copy of an image.
   *
   * @param image pixels, height x width, row-major
   * @param alpha α, the largest displacement before smoothing, in pixels; 0 gives an undistorted
   *     copy
   */
  float[] apply(float[] image, double alpha, RandomGenerator random) {
    displace(dx, alpha, random);
    displace(dy, alpha, random);
    float[] distorted = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        distorted[i] = sample(image, x + dx[i], y + dy[i]);
      }
    }
    return distorted;
  }

  private void displace(float[] field, double alpha, RandomGenerator random) {
    for (int i = 0; i < field.length; i++) {
      field[i] = (float) (alpha * (2 * random.nextFloat() - 1));
    }
    for (int y = 0; y < height; y++) {
      convolve(field, rows, y * width, 1, width);
    }
    for (int x = 0; x < width; x++) {
      convolve(rows, field, x, width, height);
    }
  }

  /** Smooths the displacements of one row or column; those outside the image count as zero. */
  private void convolve(float[] from, float[] to, int start, int stride, int length) {
    int radius = kernel.length / 2;
    for (int i = 0; i < length; i++) {
      int first = Math.max(0, i - radius);
      int last = Math.min(length - 1, i + radius);
      float sum = 0;
      for (int j = first; j <= last; j++) {
        sum += kernel[j - i + radius] * from[start + j * stride];
      }
      to[start + i * stride] = sum;
    }
  }

  private float sample(float[] image, float x, float y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    float right = x - left;
    float bottom = y - top;
    float upper = at(image, left, top) * (1 - right) + at(image, left + 1, top) * right;
    float lower = at(image, left, top + 1) * (1 - right) + at(image, left + 1, top + 1) * right;
    return upper * (1 - bottom) + lower * bottom;
  }

  private float at(float[] image, int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : image[y * width + x];
  }
}
