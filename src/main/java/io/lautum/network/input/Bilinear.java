package io.lautum.network.input;

/** Bilinear interpolation between four pixels of one channel. */
final class Bilinear {
  private Bilinear() {}

  /**
   * Interpolates {@code down} of the way from the upper to the lower row and {@code across} of the
   * way from the left to the right column.
   *
   * @param upper position of the upper row's first pixel
   * @param lower position of the lower row's first pixel
   * @param left left column
   * @param right right column
   */
  static float at(
      float[] image, int upper, int lower, int left, int right, float down, float across) {
    float above = image[upper + left] + across * (image[upper + right] - image[upper + left]);
    float below = image[lower + left] + across * (image[lower + right] - image[lower + left]);
    return above + down * (below - above);
  }
}
