package io.lautum.data.read.vectors;

import com.univocity.parsers.csv.CsvParser;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.read.CsvRows;
import io.lautum.data.read.parquet.TablePart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * Vectors in columns of numbers, separated by commas, semicolons or tabs, below a row of names. The
 * names are row 1.
 */
final class CsvVectors extends VectorTable {
  private static final CsvRows CSV = new CsvRows(1 << 17, 1 << 16);
  private static final int HEADER_CHARACTERS = 1 << 22;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final Map<String, String> partitions;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> names;
  private final int[] vector;

  /** The column of names, which messages about malformed rows need; null if there is none. */
  private final String nameColumn;

  private final Reader reader;
  private final CsvParser parser;
  private String[] row;

  CsvVectors(Configuration hadoop, TablePart part, VectorColumns columns) throws IOException {
    super(part.file(), 1);
    partitions = part.partitions();
    names = columns.vector();
    nameColumn = columns.path();
    reader = TextLines.reader(hadoop, part.file());
    parser = parser(reader);
    header(parser, part.file()).forEach(name -> places.put(name, places.size()));
    vector = names.stream().mapToInt(this::place).toArray();
    columns.texts(partitions.keySet()).forEach(this::place);
  }

  private int place(String column) {
    Integer place = places.get(column);
    if (place == null) {
      throw new DataException(
          Text.format("%s: expected the column %s as in the first file", file(), column));
    }
    return place;
  }

  static VectorColumns.Available columns(Configuration hadoop, TablePart part) throws IOException {
    try (Reader reader = TextLines.reader(hadoop, part.file())) {
      CsvParser parser = parser(reader);
      List<String> names = header(parser, part.file());
      parser.stopParsing();
      Set<String> texts = new LinkedHashSet<>(names);
      texts.addAll(part.partitions().keySet());
      return new VectorColumns.Available(List.of(), names, texts);
    }
  }

  /** Returns the names of the columns; a separator may follow the last one. */
  private static List<String> header(CsvParser parser, String file) throws IOException {
    String[] header = CSV.next(parser, file);
    int end = header == null ? 0 : header.length;
    while (end > 0 && header[end - 1].isEmpty()) {
      end--;
    }
    if (end == 0) {
      throw new DataException(
          Text.format("%s: expected a row with the names of the columns first, found none", file));
    }
    List<String> names = Arrays.asList(header).subList(0, end);
    requireNames(file, names);
    return names;
  }

  /**
   * @throws DataException if a name occurs twice, or all names are numbers and one of them has a
   *     fraction or a sign, so that the first row is probably one of vectors
   */
  private static void requireNames(String file, List<String> names) {
    Set<String> known = new HashSet<>();
    for (String name : names) {
      if (!known.add(name)) {
        throw new DataException(
            Text.format("%s: expected different names of columns, found \"%s\" twice", file, name));
      }
    }
    boolean numbers = names.stream().allMatch(NUMBER.asMatchPredicate());
    if (numbers && !names.stream().allMatch(name -> name.matches("\\d+"))) {
      throw new DataException(
          Text.format(
              "%s: expected a row of names first, found the numbers %s; write the names of the"
                  + " columns above them",
              file, names.size() <= 3 ? names : names.subList(0, 3) + " …"));
    }
  }

  private static CsvParser parser(Reader reader) throws IOException {
    BufferedReader buffered = new BufferedReader(reader, HEADER_CHARACTERS);
    buffered.mark(HEADER_CHARACTERS);
    StringBuilder first = new StringBuilder();
    int character = buffered.read();
    for (int read = 1; character >= 0 && read < HEADER_CHARACTERS; read++) {
      boolean end = character == '\n' || character == '\r';
      if (end && !first.isEmpty()) {
        break;
      }
      if (!first.isEmpty() || !Character.isWhitespace(character)) {
        first.append((char) character);
      }
      character = buffered.read();
    }
    buffered.reset();
    CsvParser parser = new CsvParser(CSV.settings(first.toString()));
    CsvRows.begin(parser, buffered);
    return parser;
  }

  @Override
  boolean advance() throws IOException {
    row = CSV.next(parser, file());
    return row != null;
  }

  @Override
  String text(String column) {
    if (partitions.containsKey(column)) {
      return partitions.get(column);
    }
    if (!column.equals(nameColumn)) {
      requireCells();
    }
    int place = places.get(column);
    return place < row.length ? row[place] : null;
  }

  /** Checks the number of cells; a separator may follow the last one. */
  private void requireCells() {
    int end = row.length;
    while (end > places.size() && row[end - 1].isEmpty()) {
      end--;
    }
    if (end != places.size()) {
      throw fault(Text.format("expected %d cells, found %d", places.size(), end));
    }
  }

  @Override
  float[] values() {
    requireCells();
    float[] values = new float[vector.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(row[vector[i]], names.get(i));
    }
    return values;
  }

  @Override
  String remedy() {
    return "; name the columns of numbers by vector-columns (--columns of predict)";
  }

  @Override
  public void close() throws IOException {
    parser.stopParsing();
    reader.close();
  }
}
