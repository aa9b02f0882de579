package io.lautum.data.image;

/**
 * How the pixels that a reader returns become the image that a file describes.
 *
 * @param interlaced whether the rows have the order of a GIF image's passes
 * @param opaque whether samples after the colours are no transparency
 * @param canvas the picture of which the pixels are a part; null if they are all of it
 */
record PixelLayout(boolean interlaced, boolean opaque, Canvas canvas) {
  /** The pixels are the image. */
  static final PixelLayout PLAIN = new PixelLayout(false, false, null);

  /** Returns the height of the image, of which the reader returns {@code rows} rows. */
  int height(int rows) {
    return canvas == null ? rows : canvas.height;
  }

  /** Returns the width of the image, of which the reader returns {@code columns} columns. */
  int width(int columns) {
    return canvas == null ? columns : canvas.width;
  }

  /**
   * Returns the image.
   *
   * @param samples the reader's pixels, with the rows in their order
   */
  PlanarSamples applied(PlanarSamples samples, int rows, int columns) {
    PlanarSamples colours = opaque ? samples.opaque() : samples;
    return canvas == null ? colours : colours.on(canvas, rows, columns);
  }

  /**
   * A picture of which the first frame covers a part. Nothing is drawn elsewhere yet, so the rest
   * is transparent, as browsers show it.
   *
   * @param top row of the frame's first row
   * @param left column of the frame's first column
   */
  record Canvas(int height, int width, int top, int left) {
    /**
     * Returns the canvas of a frame, which is enlarged if the frame leaves it; null if the frame
     * covers all of it.
     */
    static Canvas of(int height, int width, int top, int left, int rows, int columns) {
      Canvas canvas =
          new Canvas(Math.max(height, top + rows), Math.max(width, left + columns), top, left);
      return canvas.height == rows && canvas.width == columns ? null : canvas;
    }
  }
}
