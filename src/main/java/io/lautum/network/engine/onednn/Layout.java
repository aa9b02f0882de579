package io.lautum.network.engine.onednn;

import org.bytedeco.dnnl.memory;

/** Layouts of 32-bit floating-point tensors in memory. */
final class Layout {
  private Layout() {}

  /** Row-major, for one, two or four dimensions. */
  static memory.desc plain(long... shape) {
    memory.format_tag tag =
        switch (shape.length) {
          case 1 -> memory.format_tag.x;
          case 2 -> memory.format_tag.ab;
          case 4 -> memory.format_tag.abcd;
          default ->
              throw new IllegalArgumentException(
                  "expected 1, 2 or 4 dimensions, got [%d]".formatted(shape.length));
        };
    return new memory.desc(shape, memory.data_type.f32, tag);
  }

  /** Images with the channels of a pixel beside each other. */
  static memory.desc channelsLast(long... shape) {
    return new memory.desc(shape, memory.data_type.f32, memory.format_tag.acdb);
  }

  /** Whatever is fastest for the primitive that asks. */
  static memory.desc any(long... shape) {
    return any(memory.data_type.f32, shape);
  }

  /** Whatever is fastest for the primitive that asks, in another number format. */
  static memory.desc any(memory.data_type type, long... shape) {
    return new memory.desc(shape, type, memory.format_tag.any);
  }
}
