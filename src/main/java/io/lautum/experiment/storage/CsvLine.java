package io.lautum.experiment.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

  /** Writes a line in UTF-8. */
  public static void write(OutputStream out, String... cells) throws IOException {
    out.write(of(List.of(cells)).getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
