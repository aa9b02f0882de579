package io.lautum.data.read.images;

import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.Split;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The subsets that the rows of tables name, and what they serve as. Training rows and any others
 * divide the images; validation rows serve as test set if there are no test rows, and else are not
 * used.
 */
public final class NamedSubsets implements Serializable {
  private final Map<SubsetName, Long> rows = new EnumMap<>(SubsetName.class);
  private long unknown;

  /** Adds rows of a subset. */
  public void add(SubsetName subset, long count) {
    rows.merge(subset, count, Long::sum);
  }

  /** Adds a row that names no known subset. */
  public void addUnknown() {
    unknown++;
  }

  /** Returns whether the images have training and test set by their rows. */
  public boolean divide() {
    return rows.containsKey(SubsetName.TRAIN) && rows.size() > 1;
  }

  /** Returns whether rows are used; those without a subset are not if only two are named. */
  boolean use(SubsetName subset) {
    return !(divide() && subset == unused());
  }

  private SubsetName unused() {
    boolean three = rows.size() == SubsetName.values().length;
    return three ? SubsetName.VALIDATION : null;
  }

  /** Returns what rows serve as; null if their folder decides. */
  public Split split(SubsetName subset) {
    if (subset == null || !divide()) {
      return null;
    }
    return subset == SubsetName.TRAIN ? Split.TRAIN : Split.TEST;
  }

  /** Returns whether a row with a subset, or null, belongs to the training or the test set. */
  public boolean contain(SubsetName subset) {
    return !divide() || subset != null && subset != unused();
  }

  /** Returns what was decided. */
  public List<DatasetNote> notes() {
    List<DatasetNote> notes = new ArrayList<>();
    if (divide()) {
      notes.add(
          DatasetNote.of(
              "the table of labels has %s as test set",
              rows.containsKey(SubsetName.TEST) ? "rows named test" : "validation rows"));
    }
    if (divide() && unused() != null) {
      notes.add(DatasetNote.of("%d rows of a validation set are not used", rows.get(unused())));
    }
    if (unknown > 0) {
      notes.add(DatasetNote.of("%d rows name no known subset and are not used", unknown));
    }
    return notes;
  }
}
