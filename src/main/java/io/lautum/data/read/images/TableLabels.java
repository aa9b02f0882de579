package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.read.DatasetNote;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/** Collects the rows of the tables of labels in a container. */
final class TableLabels {
  /** A name in several folders with different labels. */
  private static final Row AMBIGUOUS = new Row("", null, -1, false);

  private final String root;
  private final Map<String, Row> exact = new HashMap<>();
  private final Map<String, Row> byEnd = new HashMap<>();
  private final NamedSubsets subsets = new NamedSubsets();
  private int rows;

  /**
   * Creates an empty collection.
   *
   * @param container the folder or archive, to which absolute paths are made relative
   */
  TableLabels(String container) {
    this.root = new Path(container).toUri().getPath() + "/";
  }

  /**
   * An image's class, and its subset if a table has it.
   *
   * @param training whether the table has only training images by its name or its folder's
   */
  private record Row(String className, SubsetName subset, int number, boolean training) {
    boolean says(Row other) {
      return className.equals(other.className) && subset == other.subset;
    }

    @Override
    public String toString() {
      return "\"" + className + "\"" + (subset == null ? "" : " of " + subset);
    }
  }

  boolean isEmpty() {
    return exact.isEmpty();
  }

  /**
   * Adds the rows of a table with the two columns.
   *
   * @param path path of the table relative to the container; images may be named relative to its
   *     folder
   * @throws DataException if a path leads out of the container, or an image has two labels
   */
  void addAll(LabelTable table, String path, String pathColumn, String labelColumn)
      throws IOException {
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    SubsetName ofTable = SubsetName.ofFile(path).orElse(null);
    boolean training = ofTable == SubsetName.TRAIN || SubsetName.TRAIN.isFolderOf(path);
    table.read(
        pathColumn,
        labelColumn,
        (where, image, label, subset) -> {
          SubsetName named = ofTable;
          if (subset.isPresent()) {
            named = SubsetName.of(subset.get()).orElse(null);
            if (named == null) {
              subsets.addUnknown();
              return;
            }
          }
          add(where, folder, image, new Row(label, named, rows++, training));
        });
  }

  private void add(String where, String folder, String image, Row row) {
    String plain = image.replaceFirst("^file:/+", "/");
    boolean absolute = plain.startsWith(root);
    String given = absolute ? plain.substring(root.length()) : plain;
    // Windows' separator, which is part of a name elsewhere.
    for (String spelling : new TreeSet<>(List.of(given, given.replace('\\', '/')))) {
      String inside = resolved(absolute ? "" : folder, spelling);
      if (inside == null || spelling.startsWith("/")) {
        // Rejects the path in the words in which an archive's entries are rejected.
        ContainerEntry.of(where, spelling, false, 0);
      }
      Row other = exact.putIfAbsent(inside, row);
      if (other != null && !other.says(row)) {
        throw new DataException(
            Text.format(
                "%s: expected one label per image, found %s and %s for %s",
                where, other, row, inside));
      }
      String end = resolved("", spelling);
      if (end != null) {
        Row sameEnd = byEnd.putIfAbsent(end, row);
        if (sameEnd != null && !sameEnd.says(row)) {
          byEnd.put(end, AMBIGUOUS);
        }
      }
    }
    if (row.subset() != null) {
      subsets.add(row.subset(), 1);
    }
  }

  /** Returns a path without ".", ".." and empty parts; null if it leads out of the container. */
  private static String resolved(String folder, String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder + path).split("/")) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return null;
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  /** Returns the rule that gives images the classes, and the subsets if the tables have them. */
  TableEntry rule() {
    return new TableEntry(entries(exact), entries(byEnd));
  }

  private Map<String, TableEntry.Label> entries(Map<String, Row> known) {
    Map<String, TableEntry.Label> entries = new HashMap<>();
    known.forEach(
        (path, row) -> {
          if (row != AMBIGUOUS && subsets.use(row.subset())) {
            entries.put(
                path,
                new TableEntry.Label(
                    row.className(), subsets.split(row.subset()), row.number(), row.training()));
          }
        });
    return entries;
  }

  /** Returns what was decided on the subsets. */
  List<DatasetNote> notes() {
    return subsets.notes();
  }
}
