package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.images.ImageLayout.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rows of the tables of labels name an image, and which several. */
final class TableMatches {
  private final String container;
  private final TableEntry table;
  private final BitSet named = new BitSet();
  private final BitSet several = new BitSet();
  private final Map<Integer, String> firstOfRow = new HashMap<>();
  private String firstImage;
  private String example;

  /**
   * Creates matches without images.
   *
   * @param container name of the dataset, for messages
   */
  TableMatches(String container, ImageLayout layout) {
    this.container = container;
    this.table =
        layout.parts().stream()
            .map(Part::rule)
            .filter(TableEntry.class::isInstance)
            .map(TableEntry.class::cast)
            .filter(rule -> rule.exact().values().stream().anyMatch(label -> label.row() >= 0))
            .findFirst()
            .orElse(null);
  }

  /** Adds an image with or without a class. */
  void add(String path, boolean withClass) {
    if (table == null) {
      return;
    }
    firstImage = firstImage == null ? path : firstImage;
    int row = withClass ? table.row(path) : -1;
    if (row >= 0 && named.get(row)) {
      example = example == null ? firstOfRow.get(row) + " and " + path : example;
      several.set(row);
    } else if (row >= 0) {
      named.set(row);
      if (example == null) {
        firstOfRow.put(row, path);
      }
    }
  }

  /**
   * Returns what is probably a mistake in the tables.
   *
   * @throws DataException if there are images and no row names one
   */
  List<DatasetNote> notes() {
    List<DatasetNote> notes = new ArrayList<>();
    if (table == null || firstImage == null) {
      return notes;
    }
    BitSet missing = new BitSet();
    table.exact().values().forEach(label -> missing.set(label.row()));
    int rows = missing.cardinality();
    missing.andNot(named);
    if (named.isEmpty()) {
      throw new DataException(
          Text.format(
              "%s: expected a table of labels with the images' paths or names, found %d rows such"
                  + " as %s and images such as %s",
              container, rows, path(missing), firstImage));
    }
    if (!missing.isEmpty()) {
      notes.add(
          DatasetNote.of(
              "%d rows of the table of labels name no image, such as %s",
              missing.cardinality(), path(missing)));
    }
    if (!several.isEmpty()) {
      notes.add(
          DatasetNote.of(
              "%d rows of the table of labels name several images, which all get the label, such"
                  + " as %s; name folders in the table, or move other images out of the dataset",
              several.cardinality(), example));
    }
    return notes;
  }

  /** Returns the first path, in alphabetical order, of a row among some. */
  private String path(BitSet rows) {
    return table.exact().entrySet().stream()
        .filter(entry -> rows.get(entry.getValue().row()))
        .map(Map.Entry::getKey)
        .min(String::compareTo)
        .orElse("none");
  }
}
