package io.lautum.network.engine.onednn;

import io.lautum.Text;
import org.bytedeco.dnnl.memory;

/** Creates descriptions of the memory layouts of tensors, in 32-bit floats by default. */
final class Layout {
  private Layout() {}

  /** Returns the row-major layout of one, two or four dimensions. */
  static memory.desc plain(long... shape) {
    memory.format_tag tag =
        switch (shape.length) {
          case 1 -> memory.format_tag.x;
          case 2 -> memory.format_tag.ab;
          case 4 -> memory.format_tag.abcd;
          default ->
              throw new IllegalArgumentException(
                  Text.format("expected 1, 2 or 4 dimensions, got [%d]", shape.length));
        };
    return new memory.desc(shape, memory.data_type.f32, tag);
  }

  /** Returns the layout of images in which the channels of a pixel are adjacent. */
  static memory.desc channelsLast(long... shape) {
    return new memory.desc(shape, memory.data_type.f32, memory.format_tag.acdb);
  }

  /** Returns a placeholder for the layout that is fastest for a primitive. */
  static memory.desc any(long... shape) {
    return any(memory.data_type.f32, shape);
  }

  /**
   * Returns a placeholder for the layout that is fastest for a primitive, in another number format.
   */
  static memory.desc any(memory.data_type type, long... shape) {
    return new memory.desc(shape, type, memory.format_tag.any);
  }
}
