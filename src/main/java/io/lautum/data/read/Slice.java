package io.lautum.data.read;

/**
 * One of {@code count} equal parts of a subset.
 *
 * @param index which part, in [0, count)
 * @param count number of parts, at least 1
 */
record Slice(int index, int count) {
  Slice {
    if (count < 1 || index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "expected 0 <= slice < slices, got slice %d of %d".formatted(index, count));
    }
  }

  /** First position of this part when {@code total} positions are cut into contiguous ranges. */
  long from(long total) {
    return total * index / count;
  }

  /** Position after the last of this part when {@code total} are cut into contiguous ranges. */
  long to(long total) {
    return total * (index + 1) / count;
  }

  /** Whether {@code position} is of this part when positions are dealt round robin. */
  boolean owns(long position) {
    return position % count == index;
  }

  boolean isLast() {
    return index == count - 1;
  }
}
