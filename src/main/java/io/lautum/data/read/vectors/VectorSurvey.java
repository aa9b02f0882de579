package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.ClassChoice;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ClassCounts;
import io.lautum.data.read.images.NamedSubsets;
import io.lautum.data.read.images.SubsetName;
import io.lautum.data.read.images.TestShare;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The first pass over a table: which rows belong to which subset and class. */
final class VectorSurvey {
  /** Bounds the driver's memory: four bytes per row. */
  private static final int MOST_ROWS = 1 << 28;

  /** Code of a value of the column of subsets that is none of them. */
  private static final int UNKNOWN = SubsetName.values().length;

  /** Factor of the class in the code of a row, which also contains the subset or none. */
  private static final int CLASS = 8;

  private final Configuration hadoop;
  private final DatasetConfig dataset;
  private final VectorFiles table;
  private final List<DatasetNote> notes = new ArrayList<>();
  private final RowClasses classes = new RowClasses();
  private final NamedSubsets subsets = new NamedSubsets();
  private final List<int[]> rows = new ArrayList<>();
  private int largest;

  VectorSurvey(Configuration hadoop, DatasetConfig dataset) throws IOException {
    this.hadoop = hadoop;
    this.dataset = dataset;
    table = VectorFiles.open(hadoop, dataset);
    for (int part = 0; part < table.parts().size(); part++) {
      read(part);
    }
    notes.addAll(subsets.notes());
  }

  /** Reads the labels and subsets of a file's rows: of each, (class + 1) · CLASS + subset + 1. */
  private void read(int part) throws IOException {
    SubsetName ofPart = table.parts().get(part).subset();
    VectorColumns columns = table.columns();
    int[] found = new int[1024];
    int count = 0;
    boolean measures = table.kind() == FileKind.LIBSVM;
    try (VectorTable opened = table.open(hadoop, part, false)) {
      while (opened.next()) {
        if (count == MOST_ROWS) {
          throw new DataException(
              Text.format("%s: expected at most %d rows, found more", opened.file(), MOST_ROWS));
        }
        String label = columns.label() == null ? null : opened.text(columns.label());
        String named = columns.subset() == null ? null : opened.text(columns.subset());
        SubsetName subset = named == null ? ofPart : SubsetName.of(named).orElse(null);
        if (subset != null) {
          subsets.add(subset, 1);
        } else if (named != null) {
          subsets.addUnknown();
        }
        found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
        int unknown = named != null && subset == null ? UNKNOWN : -1;
        int place = subset == null ? unknown : subset.ordinal();
        found[count++] = (classes.code(label) + 1) * CLASS + place + 1;
        largest = measures ? Math.max(largest, opened.values().length) : largest;
      }
    }
    rows.add(Arrays.copyOf(found, count));
  }

  /**
   * Returns the contents of a table with labels.
   *
   * @throws DataException if there are no labels, or a class has no training rows
   */
  VectorContents labelled() throws IOException {
    if (classes.names().isEmpty()) {
      throw new DataException(
          Text.format(
              "%s: expected a column of labels with values (key label-column), found %s",
              dataset.path(), table.withoutLabels()));
    }
    classes.requireOneNameEach(dataset.path());
    if (rows.stream().flatMapToInt(Arrays::stream).allMatch(row -> row % CLASS == UNKNOWN + 1)) {
      throw new DataException(
          Text.format(
              "%s: expected train, validation or test in column %s, found other values; rename the"
                  + " column if it does not divide the rows",
              dataset.path(), table.columns().subset()));
    }
    ClassCounts counts = new ClassCounts(dataset.path(), dataset.layout());
    forEach(
        (part, row, code, split) -> {
          if (code < 0) {
            counts.addWithoutClass();
          } else if (split != null) {
            counts.add(classes.names().get(code), split, table.parts().get(part).rowName(row));
          }
        },
        null);
    List<String> chosen = counts.classes(new ClassChoice(dataset.classes()));
    TestShare share = counts.testShare(chosen).orElse(null);
    notes.addAll(counts.notes(chosen));
    int[] labels = classes.names().stream().mapToInt(chosen::indexOf).toArray();
    return contents(
        chosen,
        share,
        (code, split) ->
            split == null || labels[code] < 0
                ? VectorContents.UNUSED
                : VectorContents.place(labels[code], split));
  }

  /** Returns the rows without labels, or all rows if each has one, as training rows. */
  VectorContents unlabelled() throws IOException {
    boolean mixed =
        !classes.names().isEmpty()
            && rows.stream().flatMapToInt(Arrays::stream).anyMatch(row -> row / CLASS == 0);
    notes.add(
        DatasetNote.of(
            mixed ? "rows without label are the unlabelled ones" : "all rows are unlabelled"));
    List<int[]> places = new ArrayList<>();
    for (int[] part : rows) {
      places.add(
          Arrays.stream(part)
              .map(
                  row ->
                      mixed && row / CLASS > 0
                          ? VectorContents.UNUSED
                          : VectorContents.place(0, Split.TRAIN))
              .toArray());
    }
    return contents(List.of(DatasetReader.UNLABELLED), places);
  }

  /** Encodes the place of a row with a class. */
  @FunctionalInterface
  private interface Places {
    int of(int code, Split split);
  }

  private VectorContents contents(List<String> chosen, TestShare share, Places encoded)
      throws IOException {
    List<int[]> places = new ArrayList<>();
    rows.forEach(part -> places.add(new int[part.length]));
    forEach(
        (part, row, code, split) ->
            places.get(part)[row] = code < 0 ? VectorContents.UNUSED : encoded.of(code, split),
        share);
    return contents(chosen, places);
  }

  private VectorContents contents(List<String> chosen, List<int[]> places) throws IOException {
    VectorColumns columns = table.columns();
    int size = size(places);
    notes.addAll(columns.notes(size));
    return new VectorContents(
        new DatasetInfo(
            FloatVector.shape(size),
            ValueType.FLOAT,
            chosen,
            notes,
            columns.arrays() ? List.of() : columns.vector()),
        table,
        dataset.vectors().imputes(),
        places);
  }

  /**
   * Returns the length of all vectors: that of the first row that is used, or of the longest sparse
   * one.
   */
  private int size(List<int[]> places) throws IOException {
    int configured = dataset.vectors().size();
    if (configured > 0 || table.kind() == FileKind.LIBSVM) {
      return Math.max(1, configured > 0 ? configured : largest);
    }
    for (int part = 0; part < rows.size(); part++) {
      try (VectorTable opened = table.open(hadoop, part, true)) {
        for (int row = 0; row < rows.get(part).length && opened.next(); row++) {
          if (places.get(part)[row] != VectorContents.UNUSED) {
            return length(opened);
          }
        }
      }
    }
    throw new DataException(Text.format("%s: expected rows, found none", dataset.path()));
  }

  private static int length(VectorTable row) {
    int length = row.values().length;
    if (length == 0) {
      throw row.fault("expected a vector of one or more values, found none");
    }
    return length;
  }

  /** Receives a row. */
  @FunctionalInterface
  private interface Receiver {
    /**
     * Adds a row.
     *
     * @param code number of the class; −1 for none
     * @param split the subset; null if the row is not used
     */
    void add(int part, int row, int code, Split split);
  }

  private void forEach(Receiver receiver, TestShare share) {
    SubsetName[] names = SubsetName.values();
    for (int part = 0; part < rows.size(); part++) {
      int[] found = rows.get(part);
      for (int row = 0; row < found.length; row++) {
        int code = found[row] / CLASS - 1;
        int named = found[row] % CLASS - 1;
        boolean known = named < names.length;
        SubsetName subset = named < 0 || !known ? null : names[named];
        Split split = null;
        if (known && code >= 0 && subsets.contain(subset)) {
          split = subsets.split(subset) == Split.TEST ? Split.TEST : Split.TRAIN;
          String name = table.parts().get(part).rowName(row);
          if (share != null
              && split == Split.TRAIN
              && share.contains(classes.names().get(code), name)) {
            split = Split.TEST;
          }
        }
        receiver.add(part, row, code, split);
      }
    }
  }
}
