package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.read.DatasetNote;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/** Collects the rows of the tables of labels in a container. */
final class TableLabels {
  /** A name in several folders with different labels. */
  private static final Row AMBIGUOUS = new Row("", null, -1, Set.of());

  private final String root;
  private final Map<String, Row> exact = new HashMap<>();
  private final Map<String, Row> byEnd = new HashMap<>();
  private final List<Clash> clashes = new ArrayList<>();
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
   * @param foreign the subsets in whose folders an image with the same name is another one, by the
   *     table's name or its folder's
   */
  private record Row(String className, SubsetName subset, int number, Set<SubsetName> foreign) {
    boolean says(Row other) {
      return className.equals(other.className) && subset == other.subset;
    }

    /** Returns whether the rows may name images of different folders by the same path. */
    boolean isOfOtherSubset(Row other) {
      return subset != null && other.subset != null && subset != other.subset;
    }

    @Override
    public String toString() {
      return "\"" + className + "\"" + (subset == null ? "" : " of " + subset);
    }
  }

  /**
   * Two rows of different subsets with the same path, which are two images if the subsets have
   * folders.
   *
   * @param folder folder of the second row's table; empty, or with a slash at its end
   */
  private record Clash(String where, String folder, String spelling, Row first, Row second) {}

  boolean isEmpty() {
    return exact.isEmpty();
  }

  /**
   * Adds the rows of a table with the two columns.
   *
   * @param path path of the table relative to the container; images may be named relative to its
   *     folder
   * @throws DataException if a path leads out of the container, or a subset has two labels for one
   */
  void addAll(LabelTable table, String path, String pathColumn, String labelColumn)
      throws IOException {
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    SubsetName ofTable = SubsetName.ofFile(path).orElse(null);
    Set<SubsetName> foreign =
        Arrays.stream(SubsetName.values())
            .filter(subset -> subset.isFolderOf(path))
            .findFirst()
            .map(TableLabels::others)
            .orElse(ofTable == SubsetName.TRAIN ? Set.of(SubsetName.TEST) : Set.of());
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
          add(where, folder, image, new Row(label, named, rows++, foreign));
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
      Row other = exact.get(inside);
      if (other != null && row.isOfOtherSubset(other) && !absolute) {
        clashes.add(new Clash(where, folder, spelling, other, row));
      } else {
        put(where, inside, row);
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

  private void put(String where, String inside, Row row) {
    Row other = exact.putIfAbsent(inside, row);
    if (other != null && !other.says(row)) {
      throw new DataException(
          Text.format(
              "%s: expected one label per image, found %s and %s for %s; if these are two images,"
                  + " name their folders in the tables",
              where, other, row, inside));
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

  /**
   * Returns the rule that gives images the classes, and the subsets if the tables have them. If
   * rows of two subsets have the same path, it is relative to the folders of the subsets.
   *
   * @param counts folders of the container
   * @throws DataException if these folders do not exist, so that an image has two labels
   */
  TableEntry rule(FolderCounts counts) {
    for (Clash clash : clashes) {
      exact.remove(resolved(clash.folder(), clash.spelling()), clash.first());
      for (Row row : List.of(clash.first(), clash.second())) {
        put(clash.where(), resolved(ofSubset(counts, clash, row), clash.spelling()), row);
      }
    }
    return new TableEntry(entries(exact), entries(byEnd));
  }

  /** Returns the folder of a row's subset. Validation images may be among training images. */
  private static String ofSubset(FolderCounts counts, Clash clash, Row row) {
    String folder = clash.folder().replaceFirst("/$", "");
    List<String> names = counts.filled(folder);
    return row.subset()
        .among(names)
        .or(() -> SubsetName.TRAIN.among(names))
        .map(name -> FolderCounts.child(folder, name) + "/")
        .orElse(clash.folder());
  }

  private static Set<SubsetName> others(SubsetName subset) {
    return EnumSet.complementOf(EnumSet.of(subset));
  }

  /** Validation images may be among training images even if others are numbered by folder. */
  private Set<SubsetName> foreign(Row row) {
    if (clashes.isEmpty() || row.subset() == null) {
      return row.foreign();
    }
    return row.subset() == SubsetName.VALIDATION ? Set.of(SubsetName.TEST) : others(row.subset());
  }

  private Map<String, TableEntry.Label> entries(Map<String, Row> known) {
    Map<String, TableEntry.Label> entries = new HashMap<>();
    known.forEach(
        (path, row) -> {
          if (row != AMBIGUOUS && subsets.use(row.subset())) {
            entries.put(
                path,
                new TableEntry.Label(
                    row.className(), subsets.split(row.subset()), row.number(), foreign(row)));
          }
        });
    return entries;
  }

  /** Returns what was decided on the subsets. */
  List<DatasetNote> notes() {
    return subsets.notes();
  }
}
