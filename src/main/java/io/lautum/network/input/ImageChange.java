package io.lautum.network.input;

/**
 * A change to one normalised image, in the order of the components: each output pixel takes the
 * value of a source position, in all channels; then colours change, noise is added, and a rectangle
 * is set to zero. Outside the image, source positions take the value of the nearest edge pixel;
 * between pixels, values are interpolated bilinearly.
 *
 * @param map linear map of source positions about the centre, applied to the image first
 * @param rows source rows of the output's rows, in the mapped image
 * @param columns source columns of the output's columns, in the mapped image
 * @param colours change of the channels' values
 * @param noise noise that is added to all values
 * @param erased pixels that become zero, the mean of normalised images, in all channels
 */
public record ImageChange(
    LinearMap map,
    AxisMap rows,
    AxisMap columns,
    Colours colours,
    GaussianNoise noise,
    Rectangle erased) {
  /** No change. */
  public static final ImageChange NONE =
      new ImageChange(
          LinearMap.IDENTITY,
          AxisMap.IDENTITY,
          AxisMap.IDENTITY,
          Colours.UNCHANGED,
          GaussianNoise.NONE,
          Rectangle.EMPTY);

  /**
   * Pixels of a rectangle.
   *
   * @param top first row
   * @param bottom row after the last
   * @param left first column
   * @param right column after the last
   */
  public record Rectangle(int top, int bottom, int left, int right) {
    /** No pixels. */
    public static final Rectangle EMPTY = new Rectangle(0, 0, 0, 0);
  }

  /**
   * A change of values: channel c becomes {@code factors[c] x + offsets[c]}, and then, if grey, all
   * three channels become the luminance 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).
   *
   * @param factors one per channel; empty, as the offsets, to keep the channels
   * @param offsets one per channel
   * @param grey true only for images of three channels
   */
  public record Colours(float[] factors, float[] offsets, boolean grey) {
    /** The weights of red, green and blue in the luminance. */
    public static final float[] LUMINANCE = {0.299f, 0.587f, 0.114f};

    /** No change. */
    public static final Colours UNCHANGED = new Colours(new float[0], new float[0], false);
  }
}
