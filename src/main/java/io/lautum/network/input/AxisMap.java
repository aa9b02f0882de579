package io.lautum.network.input;

/**
 * The source positions of an image's rows or columns: output i takes the position {@code start +
 * (m(i) + ½) scale − ½}, where m shifts by whole pixels, which repeats the edge, and then mirrors.
 * Coordinates refer to pixel edges: pixel i has its centre at i + ½.
 *
 * @param shift pixels by which the content moves to higher positions
 * @param mirrored whether the axis is mirrored
 * @param start edge of the part that is stretched to the whole axis
 * @param scale length of this part, divided by the axis's
 */
public record AxisMap(int shift, boolean mirrored, double start, double scale) {
  /** The map that changes nothing. */
  public static final AxisMap IDENTITY = moved(0, false);

  /** Returns a map by whole pixels. */
  public static AxisMap moved(int shift, boolean mirrored) {
    return new AxisMap(shift, mirrored, 0, 1);
  }

  /** Returns whether source positions lie between pixels. */
  public boolean isStretched() {
    return start != 0 || scale != 1;
  }

  /**
   * Returns m(i) for the position of an output pixel.
   *
   * @param last position of the last pixel
   */
  public int moved(int i, int last) {
    int from = Math.min(Math.max(i - shift, 0), last);
    return mirrored ? last - from : from;
  }
}
