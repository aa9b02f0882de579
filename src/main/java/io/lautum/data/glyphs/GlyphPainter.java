package io.lautum.data.glyphs;

import java.util.random.RandomGenerator;

/** Draws one image of a class. Not thread-safe: painters keep a canvas. */
interface GlyphPainter {
  /**
   * Draws an image.
   *
   * @param label class index in [0, 10)
   * @param random the only source of variation; the same state gives the same image
   * @return 28x28 unsigned bytes, row-major, 0 for black and 255 for white ink
   */
  byte[] paint(int label, RandomGenerator random);
}
