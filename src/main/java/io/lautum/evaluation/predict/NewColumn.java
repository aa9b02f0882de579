package io.lautum.evaluation.predict;

import java.util.Arrays;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** Columns that a stage adds to a table. */
public final class NewColumn {
  private NewColumn() {}

  /**
   * Returns whether a table has a column of this name already. Names that differ only in case are
   * one name for Spark unless {@code spark.sql.caseSensitive} is set.
   */
  public static boolean exists(StructType schema, String name) {
    boolean exact = SQLConf.get().caseSensitiveAnalysis();
    return Arrays.stream(schema.fieldNames())
        .anyMatch(known -> exact ? known.equals(name) : known.equalsIgnoreCase(name));
  }
}
