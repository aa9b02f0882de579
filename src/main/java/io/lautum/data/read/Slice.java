package io.lautum.data.read;

import io.lautum.Text;

/**
 * One of {@code count} equal parts of a subset.
 *
 * @param index index of this part, in [0, count)
 * @param count number of parts, at least 1
 */
public record Slice(int index, int count) {
  public Slice {
    if (count < 1 || index < 0 || index >= count) {
      throw new IllegalArgumentException(
          Text.format("expected 0 <= slice < slices, got slice %d of %d", index, count));
    }
  }

  /**
   * Returns the first position of this part if {@code total} positions are divided into contiguous
   * ranges.
   */
  public long from(long total) {
    return total * index / count;
  }

  /**
   * Returns the position after the last one of this part if {@code total} positions are divided
   * into contiguous ranges.
   */
  public long to(long total) {
    return total * (index + 1) / count;
  }

  /**
   * Returns whether {@code position} belongs to this part if positions are assigned round-robin.
   */
  public boolean owns(long position) {
    return position % count == index;
  }

  public boolean isLast() {
    return index == count - 1;
  }
}
