package io.lautum.experiment.storage;

import java.util.List;
import java.util.stream.Collectors;

/** Formats lines of CSV files (RFC 4180). */
public final class CsvLine {
  private CsvLine() {}

  /** Returns a line with its end; cells with commas, quotes or line ends are quoted. */
  public static String of(List<?> cells) {
    return cells.stream()
        .map(cell -> quoted(cell.toString()))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
