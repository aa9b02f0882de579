package io.lautum.data.image;

import io.lautum.Text;
import io.lautum.experiment.storage.Checks;
import java.util.List;
import java.util.Set;

/** The names of a vector's values, as a table has them, in files. */
public final class ColumnNames {
  private ColumnNames() {}

  /**
   * Returns the names, or an empty list for null.
   *
   * @param size number of values per vector
   * @throws IllegalArgumentException if there is another number of names, or a name occurs twice
   */
  public static List<String> checked(List<String> columns, int size) {
    if (columns == null || columns.isEmpty()) {
      return List.of();
    }
    List<String> names = Checks.requireNoNulls("columns", columns);
    Checks.require(
        names.size() == size && Set.copyOf(names).size() == size,
        Text.format("%d different names of columns", size));
    return names;
  }
}
