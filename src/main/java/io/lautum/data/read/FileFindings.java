package io.lautum.data.read;

import io.lautum.DataException;
import io.lautum.PrintableText;
import java.util.List;

/** Receives what a reader notices about single image files while it reads a subset. */
public interface FileFindings {
  /** Stops at the first file that is bad and ignores warnings. */
  FileFindings STRICT =
      new FileFindings() {
        @Override
        public void bad(long id, String path, DataException fault) {
          throw fault;
        }

        @Override
        public void warned(long id, String path, List<String> warnings) {
          // The image is complete.
        }
      };

  /** Returns a fault's message without the path that it starts with. */
  static String text(String path, DataException fault) {
    String prefix = PrintableText.of(path) + ": ";
    String message = fault.getMessage();
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  /**
   * Adds a file that has no usable image: it is empty, too large, damaged, of an unknown format,
   * cannot be read, or is a link that leads nowhere. The reader leaves it out.
   *
   * @param id position of the file in the subset, which no example has
   */
  void bad(long id, String path, DataException fault);

  /**
   * Adds a file with faults that cost no row of its image.
   *
   * @param id id of the example
   * @param warnings at least one fault
   */
  void warned(long id, String path, List<String> warnings);
}
