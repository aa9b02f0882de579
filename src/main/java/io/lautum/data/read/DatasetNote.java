package io.lautum.data.read;

import io.lautum.PrintableText;
import io.lautum.Text;
import java.io.Serializable;

/**
 * One line on a decision of a reader that a user should know, such as which folder serves as test
 * set. Reading continues; a fault that stops it is a {@link io.lautum.DataException}.
 */
public record DatasetNote(String text) implements Serializable {
  /** Shows control characters, which may come from file names, as escapes. */
  public DatasetNote {
    text = PrintableText.of(text);
  }

  /** Returns a note with a formatted text. */
  public static DatasetNote of(String format, Object... values) {
    return new DatasetNote(Text.format(format, values));
  }
}
