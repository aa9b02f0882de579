package io.lautum.data.read.vectors;

import io.lautum.Text;
import io.lautum.data.read.parquet.TablePart;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Vectors in LibSVM's text format: {@code label index:value …}, with indices from 1 on in ascending
 * order. Values that are not named are 0; text after {@code #} is a comment.
 */
final class LibsvmVectors extends VectorTable {
  /** More values than any vector has; bounds the memory that a large index can cost. */
  private static final int MOST_VALUES = 1 << 24;

  private final TextLines lines;
  private String[] tokens = new String[0];

  LibsvmVectors(Configuration hadoop, TablePart part) throws IOException {
    super(part.file(), 0);
    lines = TextLines.open(hadoop, part.file());
  }

  @Override
  boolean advance() throws IOException {
    for (String line = lines.next(); line != null; line = lines.next()) {
      int comment = line.indexOf('#');
      String content = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!content.isEmpty()) {
        tokens = content.split("\\s+");
        if (tokens[0].matches("\\d+:.*")) {
          throw fault(
              Text.format(
                  "expected a label before index:value, found \"%s\"; write any number as the label"
                      + " of unlabelled rows",
                  shown(tokens[0])));
        }
        return true;
      }
    }
    return false;
  }

  /** Returns the label, the only text of a row. */
  @Override
  String text(String column) {
    return tokens[0];
  }

  /** Returns the values up to the largest index. */
  @Override
  float[] values() {
    int size = tokens.length == 1 ? 0 : index(tokens[tokens.length - 1]);
    float[] values = new float[size];
    int last = 0;
    for (int i = 1; i < tokens.length; i++) {
      int index = index(tokens[i]);
      if (index <= last || index > size) {
        throw fault(Text.format("expected ascending indices, found %d after %d", index, last));
      }
      last = index;
      String value = tokens[i].substring(tokens[i].indexOf(':') + 1);
      values[index - 1] = number(value, String.valueOf(index));
    }
    return values;
  }

  private int index(String token) {
    int colon = token.indexOf(':');
    String text = colon < 1 ? "" : token.substring(0, colon);
    int index = text.matches("\\d{1,8}") ? Integer.parseInt(text) : 0;
    if (index < 1 || index > MOST_VALUES) {
      throw fault(
          Text.format(
              "expected index:value with an index from 1 to %d, found \"%s\"",
              MOST_VALUES, shown(token)));
    }
    return index;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
