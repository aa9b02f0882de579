package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.HivePartitions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table with a row per image. The folders of a file may have more columns ({@link
 * HivePartitions}), which take precedence.
 */
public final class LabelTable {
  private static final int MOST_ROWS = 1 << 21;

  /** Columns that say which subset an image belongs to, if their values do. */
  private static final List<String> SUBSETS =
      List.of("split", "subset", "set", "data set", "partition");

  private final String name;
  private final Map<String, String> partitions;
  private final TableRows rows;

  /**
   * Creates a table.
   *
   * @param name path of the table, for messages
   * @param path path of the table relative to the container
   */
  LabelTable(String name, String path, byte[] content) {
    this.name = name;
    this.partitions = HivePartitions.of(path);
    String suffix = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    this.rows =
        suffix.equals("parquet")
            ? new TableRows.Parquet(name, content)
            : new TextTable(name, suffix, content);
  }

  /** Receives a row. */
  @FunctionalInterface
  interface Rows {
    /**
     * Adds a row.
     *
     * @param where table and row, for messages
     * @param subset value of the column of subsets; empty if there is none
     */
    void add(String where, String path, String label, Optional<String> subset);
  }

  /**
   * Returns the names of the columns.
   *
   * @throws DataException if the first row is malformed
   */
  List<String> columns() throws IOException {
    Set<String> columns = new LinkedHashSet<>(rows.columns());
    columns.addAll(partitions.keySet());
    return List.copyOf(columns);
  }

  /** Returns the column of subsets among others, or null. */
  public static String subsetColumn(List<String> columns, String pathColumn, String labelColumn) {
    return columns.stream()
        .filter(column -> SUBSETS.contains(column.toLowerCase(Locale.ROOT)))
        .filter(column -> !column.equals(labelColumn) && !column.equals(pathColumn))
        .findFirst()
        .orElse(null);
  }

  /**
   * Reads all rows that have a label.
   *
   * @param pathColumn a name among {@link #columns}
   * @param labelColumn a name among {@link #columns}
   * @throws DataException if the table is malformed, or a row has no path or label where the format
   *     cannot say that the label is unknown
   */
  void read(String pathColumn, String labelColumn, Rows receiver) throws IOException {
    List<String> wanted = new ArrayList<>(List.of(pathColumn, labelColumn));
    String subsetColumn = subsetColumn(columns(), pathColumn, labelColumn);
    if (subsetColumn != null) {
      wanted.add(subsetColumn);
    }
    List<String> stored =
        wanted.stream().filter(column -> !partitions.containsKey(column)).toList();
    rows.read(
        stored,
        (number, values) -> {
          if (number > MOST_ROWS) {
            throw new DataException(
                Text.format("%s: expected at most %d rows, found more", name, MOST_ROWS));
          }
          List<String> row = new ArrayList<>();
          for (String column : wanted) {
            int at = stored.indexOf(column);
            row.add(at < 0 ? partitions.get(column) : values[at]);
          }
          boolean unknown =
              row.get(1) == null && (partitions.containsKey(labelColumn) || !rows.requiresValues());
          if (!unknown) {
            add(receiver, number, row);
          }
        });
  }

  private void add(Rows receiver, long number, List<String> row) {
    String where = name + ": row " + number;
    String path = row.get(0);
    String label = row.get(1);
    if (path == null || label == null || path.isBlank() || label.isBlank()) {
      throw new DataException(
          Text.format(
              "%s: expected a path and a label, found path %s and label %s", where, path, label));
    }
    if (path.indexOf('\ufffd') >= 0 || label.indexOf('\ufffd') >= 0) {
      throw new DataException(
          Text.format(
              "%s: expected text in UTF-8, found other bytes in \"%s\" or \"%s\"; save the table as"
                  + " UTF-8",
              where, path, label));
    }
    Optional<String> subset = row.size() < 3 ? Optional.empty() : Optional.ofNullable(row.get(2));
    receiver.add(where, path.strip(), label.strip(), subset.map(String::strip));
  }
}
