package io.lautum.data.read.images;

import java.util.List;

/**
 * The files of a container that are no images, for messages.
 *
 * @param tables paths of tables that may have labels
 * @param first paths of the first files, tables included
 */
record OtherFiles(List<String> tables, List<String> first) {
  /** Returns whether a table may have labels. */
  boolean hasTables() {
    return !tables.isEmpty();
  }

  /** Returns the end of a message that says what images were found, which may be none. */
  String described(long images) {
    if (hasTables()) {
      return " and the tables " + String.join(", ", tables);
    }
    return images > 0 || first.isEmpty() ? "" : "; other files: " + String.join(", ", first);
  }

  /** Returns the end of a message that says what tables were found. */
  String describedTables() {
    return hasTables() ? String.join(", ", tables) : "none" + described(0);
  }
}
