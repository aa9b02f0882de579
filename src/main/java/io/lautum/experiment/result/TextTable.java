package io.lautum.experiment.result;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as text: the first column is left-aligned, the others are right-aligned.
 *
 * @param header one string per column
 * @param rows one string per cell, in the header's order
 */
public record TextTable(List<String> header, List<List<String>> rows) {
  /** Returns the table for a console: columns aligned by spaces, a line feed after every line. */
  public String text() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      int width = length(header.get(column));
      for (List<String> row : rows) {
        width = Math.max(width, length(row.get(column)));
      }
      widths.add(width);
    }
    StringBuilder text = new StringBuilder();
    appendLine(text, header, widths);
    appendLine(text, widths.stream().map("-"::repeat).toList(), widths);
    rows.forEach(row -> appendLine(text, row, widths));
    return text.toString();
  }

  /** Returns the table in GitHub's Markdown, a line feed after every line. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    appendMarkdown(text, header);
    text.append("| --- |").append(" ---: |".repeat(header.size() - 1)).append('\n');
    rows.forEach(row -> appendMarkdown(text, row));
    return text.toString();
  }

  /** Escapes a string so that it neither ends a cell nor starts HTML. */
  public static String markdown(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|");
  }

  private static void appendLine(StringBuilder text, List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String padding = " ".repeat(widths.get(column) - length(cells.get(column)));
      line.append(column == 0 ? cells.get(0) + padding : "  " + padding + cells.get(column));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void appendMarkdown(StringBuilder text, List<String> cells) {
    text.append(
        cells.stream().map(TextTable::markdown).collect(Collectors.joining(" | ", "| ", " |\n")));
  }
}
