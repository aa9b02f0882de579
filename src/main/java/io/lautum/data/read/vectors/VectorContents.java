package io.lautum.data.read.vectors;

import io.lautum.Text;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Split;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What the first pass over a table found.
 *
 * @param table files and columns
 * @param imputes whether missing values are kept, to become the feature's mean
 * @param places place of each row of each file, as {@link #place} encodes it
 */
record VectorContents(DatasetInfo info, VectorFiles table, boolean imputes, List<int[]> places)
    implements Serializable {
  /** Place of a row that does not belong to a subset. */
  static final int UNUSED = -1;

  /** Encodes the label and the subset of a row. */
  static int place(int label, Split subset) {
    return label * Split.values().length + subset.ordinal();
  }

  static int label(int place) {
    return place / Split.values().length;
  }

  static boolean isIn(int place, Split subset) {
    return place != UNUSED && place % Split.values().length == subset.ordinal();
  }

  /** Returns the number of rows of a file in a subset. */
  long count(int part, Split subset) {
    long count = 0;
    for (int place : places.get(part)) {
      count += isIn(place, subset) ? 1 : 0;
    }
    return count;
  }

  /** Returns the number of rows in a subset. */
  long count(Split subset) {
    long count = 0;
    for (int part = 0; part < places.size(); part++) {
      count += count(part, subset);
    }
    return count;
  }

  /**
   * Returns a row's vector in the length of all vectors.
   *
   * @throws io.lautum.DataException if the vector has another length or a missing value
   */
  float[] checked(VectorTable row, float[] values) {
    int size = info.shape().size();
    boolean sparse = table.kind() == FileKind.LIBSVM;
    if (sparse ? values.length > size : values.length != size) {
      throw row.fault(Text.format("expected a vector of %d values, found %d", size, values.length));
    }
    for (int i = 0; i < values.length && !imputes; i++) {
      if (Float.isNaN(values[i])) {
        String column =
            table.columns().arrays() ? "value " + i : "column " + table.columns().vector().get(i);
        throw row.fault(
            Text.format(
                "%s: expected a number, found none; set missing = mean to use the mean", column));
      }
    }
    return sparse ? Arrays.copyOf(values, size) : values;
  }

  /** Returns the value of the column of names, or else the row's place. */
  String name(VectorTable table, int part, long row) {
    String column = this.table.columns().path();
    String text = column == null ? null : table.text(column);
    return text == null || text.isBlank() || text.indexOf('\0') >= 0
        ? this.table.parts().get(part).rowName(row)
        : text;
  }
}
