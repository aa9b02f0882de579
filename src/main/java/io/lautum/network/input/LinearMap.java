package io.lautum.network.input;

/**
 * A linear map about an image's centre: the output pixel at p takes the value at the source
 * position {@code A p}, where p and the position are (row, column) relative to the centre.
 *
 * @param rowByRow entry of A: the source's row per row
 * @param rowByColumn the source's row per column
 * @param columnByRow the source's column per row
 * @param columnByColumn the source's column per column
 */
public record LinearMap(
    double rowByRow, double rowByColumn, double columnByRow, double columnByColumn) {
  /** The map that changes nothing. */
  public static final LinearMap IDENTITY = new LinearMap(1, 0, 0, 1);

  /** Returns whether the map changes nothing. */
  public boolean isIdentity() {
    return equals(IDENTITY);
  }
}
