package io.lautum.data.parquet;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * A column of texts, whole numbers or logical values, read as text. Whole numbers stored as
 * floating point, as pandas stores them next to missing values, are written without a fraction.
 */
public final class ScalarColumn {
  private static final Set<PrimitiveTypeName> TYPES =
      Set.of(
          PrimitiveTypeName.BINARY,
          PrimitiveTypeName.BOOLEAN,
          PrimitiveTypeName.DOUBLE,
          PrimitiveTypeName.FLOAT,
          PrimitiveTypeName.INT32,
          PrimitiveTypeName.INT64);

  private final int field;
  private final PrimitiveTypeName type;

  private ScalarColumn(int field, PrimitiveTypeName type) {
    this.field = field;
    this.type = type;
  }

  /**
   * Returns a column of rows.
   *
   * @param file path of the file, for the message
   * @param rows type of the rows
   * @throws DataException if the column has another type
   */
  public static ScalarColumn of(String file, GroupType rows, String name) {
    Type type = rows.getType(name);
    if (!isScalar(type)) {
      throw new DataException(
          Text.format(
              "%s: column %s: expected texts or whole numbers, found %s", file, name, type));
    }
    return new ScalarColumn(
        rows.getFieldIndex(name), type.asPrimitiveType().getPrimitiveTypeName());
  }

  private static boolean isScalar(Type type) {
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && TYPES.contains(type.asPrimitiveType().getPrimitiveTypeName())
        && !(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
  }

  /** Returns the value of a row; null if it is missing or not a number. */
  public String text(Group row) {
    if (row.getFieldRepetitionCount(field) == 0) {
      return null;
    }
    return switch (type) {
      case BINARY -> row.getBinary(field, 0).toStringUsingUTF8();
      case DOUBLE -> text(row.getDouble(field, 0));
      case FLOAT -> text(row.getFloat(field, 0));
      default -> row.getValueToString(field, 0);
    };
  }

  private static String text(double value) {
    if (Double.isNaN(value)) {
      return null;
    }
    return value == Math.rint(value) && Math.abs(value) < 1L << Integer.SIZE
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
