package io.lautum.experiment.result;

import java.util.List;

/**
 * A table with a caption above and remarks below.
 *
 * @param caption description of the cells
 * @param header one string per column
 * @param rows one string per cell, in the header's order
 * @param remarks sentences, one per line
 */
public record CaptionedTable(
    String caption, List<String> header, List<List<String>> rows, List<String> remarks) {

  /** Returns the table for a console, columns aligned by spaces, with a final line feed. */
  public String text() {
    StringBuilder text = new StringBuilder(caption).append("\n\n");
    text.append(new TextTable(header, rows).text());
    if (!remarks.isEmpty()) {
      text.append('\n');
      remarks.forEach(remark -> text.append(remark).append('\n'));
    }
    return text.toString();
  }

  /** Returns the table in GitHub's Markdown, with a final line feed. */
  public String markdown() {
    StringBuilder text = new StringBuilder(TextTable.markdown(caption)).append("\n\n");
    text.append(new TextTable(header, rows).markdown());
    if (!remarks.isEmpty()) {
      text.append('\n');
      remarks.forEach(remark -> text.append("- ").append(TextTable.markdown(remark)).append('\n'));
    }
    return text.toString();
  }
}
