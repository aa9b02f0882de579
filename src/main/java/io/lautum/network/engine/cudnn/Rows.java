package io.lautum.network.engine.cudnn;

import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a step that belong to a pass.
 *
 * @param ranges maximal ranges of adjacent rows, ascending
 */
record Rows(List<Range> ranges) {
  /** Adjacent rows. */
  record Range(int first, int count) {}

  static Rows of(StepSpec step, List<ImageGroup> groups) {
    List<Range> ranges = new ArrayList<>();
    for (ImageGroup group : groups) {
      int first = step.firstRow(group.role());
      Range last = ranges.isEmpty() ? new Range(0, 0) : ranges.get(ranges.size() - 1);
      if (!ranges.isEmpty() && last.first() + last.count() == first) {
        ranges.set(ranges.size() - 1, new Range(last.first(), last.count() + group.rows()));
      } else {
        ranges.add(new Range(first, group.rows()));
      }
    }
    return new Rows(List.copyOf(ranges));
  }

  int count() {
    return ranges.stream().mapToInt(Range::count).sum();
  }

  /**
   * Returns these rows in one buffer: a part of all rows if they are adjacent; otherwise a new
   * buffer, to which the program copies them.
   *
   * @param all all rows of the step
   * @param width number of values per row
   */
  Buffer gather(Buffer all, int width, Program program) {
    if (ranges.size() == 1) {
      return part(all, ranges.get(0), width);
    }
    Buffer own = program.device().allocate((long) count() * width * Float.BYTES);
    long at = 0;
    for (Range range : ranges) {
      Buffer from = part(all, range, width);
      Buffer to = own.part(at, from.length());
      program.add(() -> program.device().copy(from, to));
      at += from.length();
    }
    return own;
  }

  /** Appends commands that copy these rows to their positions among all rows. */
  void scatter(Buffer own, Buffer all, int width, Program program) {
    long at = 0;
    for (Range range : ranges) {
      Buffer to = part(all, range, width);
      Buffer from = own.part(at, to.length());
      program.add(() -> program.device().copy(from, to));
      at += to.length();
    }
  }

  private static Buffer part(Buffer all, Range range, int width) {
    return all.part((long) range.first() * width, (long) range.count() * width);
  }
}
