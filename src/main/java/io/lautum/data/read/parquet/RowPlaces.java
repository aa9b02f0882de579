package io.lautum.data.read.parquet;

import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.NamedSubsets;
import io.lautum.data.read.images.SubsetName;
import io.lautum.data.read.images.TestShare;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a table belong to which subset and class.
 *
 * @param columns columns of labels and subsets; null if all rows are training images of the only
 *     class
 * @param subsets what the named subsets serve as
 * @param share training images that serve as test set; null if there is a test set
 * @param classes class names by label
 */
record RowPlaces(LabelColumns columns, NamedSubsets subsets, TestShare share, List<String> classes)
    implements Serializable {
  /** Label of a row that does not belong to a subset. */
  static final int NONE = -1;

  RowPlaces {
    classes = List.copyOf(classes);
  }

  RowPlaces with(TestShare newShare, List<String> newClasses) {
    return new RowPlaces(columns, subsets, newShare, newClasses);
  }

  /** Receives the place of a row. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Adds a row.
     *
     * @param row position in the file, from 0
     * @param className the class; null if it is unknown
     * @param split the subset; null if the row is not used
     */
    void add(long row, String className, Split split);
  }

  /** Reads the places of the rows of a row group, which have labels. */
  void read(ParquetFile file, TablePart part, int group, Receiver receiver) throws IOException {
    SubsetName ofPart = part.subset();
    long first = file.groups().stream().limit(group).mapToLong(rows -> rows).sum();
    new RowLabels(file, part, columns)
        .read(
            group,
            (row, className, value) -> {
              SubsetName subset = value == null ? ofPart : SubsetName.of(value).orElse(null);
              boolean used = (value == null || subset != null) && subsets.contain(subset);
              Split split = used && className != null ? subsets.split(subset) : null;
              if (used && className != null && split != Split.TEST) {
                boolean test =
                    share != null && share.contains(className, part.rowName(first + row));
                split = test ? Split.TEST : Split.TRAIN;
              }
              receiver.add(first + row, className, split);
            });
  }

  /** Returns the labels of the rows of a row group; {@link #NONE} for rows outside of a subset. */
  int[] labels(ParquetFile file, TablePart part, int group, Split subset) throws IOException {
    RowLabels.count(file);
    int[] labels = new int[Math.toIntExact(file.groups().get(group))];
    if (columns == null) {
      Arrays.fill(labels, subset == Split.TRAIN ? 0 : NONE);
      return labels;
    }
    Map<String, Integer> byName = new HashMap<>();
    classes.forEach(name -> byName.put(name, byName.size()));
    int[] next = new int[1];
    read(
        file,
        part,
        group,
        (row, className, split) ->
            labels[next[0]++] = split == subset ? byName.getOrDefault(className, NONE) : NONE);
    return labels;
  }
}
