package io.lautum.pipeline.ml;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;

/** The labels of a DataFrame: texts, or numbers that are whole. */
final class LabelColumn {
  /** Matches what {@code String.strip} removes. */
  private static final String AROUND = "^\\p{javaWhitespace}+|\\p{javaWhitespace}+$";

  private final Column labels;
  private final DataType type;

  /**
   * @param type type of the column, text or number
   */
  LabelColumn(Column column, DataType type) {
    this.type = type;
    // NaN is null, as pandas stores missing numbers.
    labels = isFloating() ? functions.nanvl(column, functions.lit(null).cast(type)) : column;
  }

  private boolean isFloating() {
    return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
  }

  /** Returns whether all numbers are whole and have 64 bits, so that none of them changes. */
  boolean areClasses(Dataset<?> rows) {
    if (!isFloating() && !(type instanceof DecimalType)) {
      return true;
    }
    Column whole =
        labels
            .equalTo(functions.rint(labels))
            .and(functions.abs(labels).lt(functions.lit((double) Long.MAX_VALUE)));
    return rows.filter(functions.not(whole)).isEmpty();
  }

  /** Returns the names of the classes as texts without white space around; null if unlabelled. */
  Column names() {
    if (type instanceof NumericType) {
      return labels.cast(DataTypes.LongType).cast(DataTypes.StringType);
    }
    // Spark's regexp_extract gives an empty text if the pattern does not match.
    Column stripped = functions.regexp_replace(labels, AROUND, "");
    return functions.when(stripped.notEqual(""), stripped);
  }
}
