package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.images.LabelTable;
import io.lautum.experiment.config.LayoutConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of a table.
 *
 * @param vector column of arrays, or the columns of one number each
 * @param arrays whether the vector is in a column of arrays
 * @param label column of classes; null if there is none
 * @param subset column of subsets; null if there is none
 * @param path column of names; null if there is none
 */
record VectorColumns(List<String> vector, boolean arrays, String label, String subset, String path)
    implements Serializable {
  /** The column of labels that no key needs to name. */
  static final String LABEL = "label";

  private static final String PATH = "path";
  private static final String FEATURES = "features";

  /** The columns of a table of numbers without names. */
  static final VectorColumns UNNAMED =
      new VectorColumns(List.of(FEATURES), true, LABEL, null, null);

  /** Names of columns that number the rows, in lower case; pandas writes some of them. */
  private static final Set<String> INDICES =
      Set.of("", "__index_level_0__", "unnamed: 0", "index", "id");

  VectorColumns {
    vector = List.copyOf(vector);
  }

  /**
   * The columns that a file has.
   *
   * @param arrays columns of arrays of numbers, or of Spark's vectors
   * @param numbers columns that may have numbers
   * @param texts columns that may have labels, names or subsets, those of folders included
   */
  record Available(List<String> arrays, List<String> numbers, Set<String> texts) {}

  /**
   * Chooses the columns.
   *
   * @param file path of the file, for messages
   * @param wanted value of the key {@code vector-columns}
   * @throws DataException if a column does not exist, or it is not clear which has the vectors
   */
  static VectorColumns of(
      String file, Available available, List<String> wanted, LayoutConfig layout) {
    Set<String> texts = available.texts();
    String label = chosen(file, texts, layout.labelColumn(), LABEL, "label-column");
    String path = chosen(file, texts, layout.pathColumn(), PATH, "path-column");
    String subset = LabelTable.subsetColumn(new ArrayList<>(texts), path, label);
    List<String> vector = new ArrayList<>(wanted);
    if (vector.isEmpty() && available.arrays().size() == 1) {
      vector.addAll(available.arrays());
    } else if (vector.isEmpty() && available.arrays().contains(FEATURES)) {
      vector.add(FEATURES);
    } else if (vector.isEmpty() && available.arrays().isEmpty()) {
      Set<String> numbers = new LinkedHashSet<>(available.numbers());
      numbers.remove(label);
      numbers.remove(path);
      numbers.remove(subset);
      vector.addAll(numbers);
    }
    requireColumns(file, available, wanted);
    boolean arrays = vector.size() == 1 && available.arrays().containsAll(vector);
    if (vector.isEmpty() || !arrays && !available.numbers().containsAll(vector)) {
      throw new DataException(
          Text.format(
              "%s: expected one column of arrays or columns of numbers for the vectors, found the"
                  + " arrays %s and the numbers %s; set vector-columns",
              file, available.arrays(), available.numbers()));
    }
    return new VectorColumns(vector, arrays, label, subset, path);
  }

  private static void requireColumns(String file, Available available, List<String> wanted) {
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(available.arrays());
    missing.removeAll(available.numbers());
    if (!missing.isEmpty()) {
      throw new DataException(
          Text.format(
              "%s: vector-columns: expected columns of arrays or numbers, found none named %s; the"
                  + " table has the arrays %s and the numbers %s",
              file, missing, available.arrays(), available.numbers()));
    }
  }

  private static String chosen(
      String file, Set<String> texts, String wanted, String usual, String key) {
    if (wanted.isEmpty()) {
      return texts.contains(usual) ? usual : null;
    }
    if (!texts.contains(wanted)) {
      throw new DataException(
          Text.format("%s: expected a column \"%s\" (key %s), found %s", file, wanted, key, texts));
    }
    return wanted;
  }

  /**
   * Returns the same columns with those for the vectors that a model was trained on, in its order.
   * A column of arrays, and numbers without names, stay as they are.
   *
   * @param place place of the table, for messages
   * @param known names of the model's values; empty if they have none
   * @throws DataException if a column is missing
   */
  VectorColumns inOrder(String place, List<String> known) {
    if (arrays || known.isEmpty()) {
      return this;
    }
    List<String> missing = new ArrayList<>(known);
    missing.removeAll(vector);
    if (!missing.isEmpty()) {
      throw new DataException(
          Text.format(
              "%s: expected the columns of the model's training data, found none named %s; if"
                  + " others have the same meaning, name them in the order of %s by --columns",
              place, firstOf(missing), firstOf(known)));
    }
    return new VectorColumns(known, false, label, subset, path);
  }

  /**
   * Returns what a user should know of the choice.
   *
   * @param size length of the vectors
   */
  List<DatasetNote> notes(int size) {
    List<DatasetNote> notes = new ArrayList<>();
    notes.add(
        DatasetNote.of("vectors of %d values (%s)", size, String.join(", ", firstOf(vector))));
    vector.stream()
        .filter(name -> INDICES.contains(name.toLowerCase(Locale.ROOT)))
        .map(
            name ->
                DatasetNote.of(
                    "the column \"%s\", which probably numbers the rows, is part of the vectors;"
                        + " set vector-columns to leave it out",
                    name))
        .forEach(notes::add);
    return notes;
  }

  /** Returns the first two names and the last, for messages. */
  static List<String> firstOf(List<String> names) {
    return names.size() <= 3
        ? names
        : List.of(names.get(0), names.get(1), "…", names.get(names.size() - 1));
  }

  /** Returns the columns of texts that the folders of a file do not have. */
  List<String> texts(Set<String> partitions) {
    List<String> texts = new ArrayList<>();
    for (String column : new String[] {label, subset, path}) {
      if (column != null && !partitions.contains(column) && !texts.contains(column)) {
        texts.add(column);
      }
    }
    return texts;
  }
}
