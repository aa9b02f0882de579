package io.lautum.data.prepare;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The findings on the files of a subset: the ids of all bad files, the number of files with
 * warnings, and the first of both in the order of their ids, so that the result does not depend on
 * the slices. Immutable.
 *
 * @param badIds ids of the bad files, ascending
 * @param firstBad at most {@link #MOST_BAD}
 * @param warned number of files with warnings
 * @param firstWarned at most {@link SliceFindings#MOST_WARNED}
 */
record SplitFindings(
    long[] badIds, List<FileFinding> firstBad, long warned, List<FileFinding> firstWarned)
    implements Serializable {
  /** Number of bad files whose paths and faults are kept. */
  static final int MOST_BAD = 20;

  static final SplitFindings NONE = new SplitFindings(new long[0], List.of(), 0, List.of());

  /** Returns the findings of one slice. */
  static SplitFindings of(SliceFindings slice) {
    return new SplitFindings(
        slice.bad().stream().mapToLong(FileFinding::id).toArray(),
        slice.bad().stream().limit(MOST_BAD).toList(),
        slice.warned(),
        List.copyOf(slice.firstWarned()));
  }

  /** Returns the findings of two parts together. */
  SplitFindings plus(SplitFindings other) {
    return new SplitFindings(
        LongStream.concat(Arrays.stream(badIds), Arrays.stream(other.badIds)).sorted().toArray(),
        first(MOST_BAD, firstBad, other.firstBad),
        warned + other.warned,
        first(SliceFindings.MOST_WARNED, firstWarned, other.firstWarned));
  }

  private static List<FileFinding> first(int most, List<FileFinding> a, List<FileFinding> b) {
    return Stream.concat(a.stream(), b.stream())
        .sorted(Comparator.comparingLong(FileFinding::id))
        .limit(most)
        .toList();
  }

  /** Returns the number of bad files. */
  int bad() {
    return badIds.length;
  }
}
