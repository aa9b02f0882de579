package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The classes that the labels of rows name, in the order of their first rows. */
final class RowClasses {
  private static final Pattern WHOLE = Pattern.compile("\\+?(-?\\d+)(\\.0*)?");

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> codes = new HashMap<>();

  /** Returns the number of a row's class; −1 for none. */
  int code(String label) {
    String name = label == null ? "" : label.strip();
    if (name.isEmpty()) {
      return -1;
    }
    return codes.computeIfAbsent(
        name,
        added -> {
          names.add(added);
          return codes.size();
        });
  }

  List<String> names() {
    return names;
  }

  /**
   * Checks that different labels name different classes.
   *
   * @param table path of the table, for the message
   * @throws DataException if a whole number is written in two ways, as in tables of which some have
   *     missing labels, or a label is not text in UTF-8, so that labels may have become equal
   */
  void requireOneNameEach(String table) {
    Map<String, String> forms = new HashMap<>();
    for (String name : names) {
      if (name.indexOf('\ufffd') >= 0) {
        throw new DataException(
            Text.format(
                "%s: expected labels in UTF-8, found other bytes in \"%s\"; save the table as"
                    + " UTF-8",
                table, VectorTable.shown(name)));
      }
      Matcher whole = WHOLE.matcher(name);
      String other = whole.matches() ? forms.putIfAbsent(whole.group(1), name) : null;
      if (other != null) {
        throw new DataException(
            Text.format(
                "%s: expected one form of each label, found %s and %s, which are the same number;"
                    + " write all labels as whole numbers",
                table, other, name));
      }
    }
  }
}
