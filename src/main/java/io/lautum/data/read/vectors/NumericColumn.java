package io.lautum.data.read.vectors;

import io.lautum.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * A column of a Parquet file that has numbers, arrays of numbers, or Spark's vectors, which are
 * structs of type (0 sparse, 1 dense), size, indices and values. True is 1, false is 0.
 */
final class NumericColumn {
  private static final Set<PrimitiveTypeName> NUMBERS =
      Set.of(
          PrimitiveTypeName.BOOLEAN,
          PrimitiveTypeName.DOUBLE,
          PrimitiveTypeName.FLOAT,
          PrimitiveTypeName.INT32,
          PrimitiveTypeName.INT64);
  private static final List<String> VECTOR = List.of("type", "size", "indices", "values");

  /** More values than any vector has; bounds the memory that a forged size can cost. */
  private static final int MOST_VALUES = 1 << 24;

  /** The forms of a column. */
  private enum Form {
    NUMBER,
    REPEATED,
    LIST,
    VECTOR
  }

  private final String name;
  private final int field;
  private final Form form;

  private NumericColumn(String name, int field, Form form) {
    this.name = name;
    this.field = field;
    this.form = form;
  }

  /** Returns a column of rows; null if it has no numbers. */
  static NumericColumn of(GroupType rows, String name) {
    Form form = form(rows.getType(name));
    return form == null ? null : new NumericColumn(name, rows.getFieldIndex(name), form);
  }

  private static Form form(Type type) {
    if (isNumber(type)) {
      return type.isRepetition(Repetition.REPEATED) ? Form.REPEATED : Form.NUMBER;
    }
    if (type.isPrimitive() || type.isRepetition(Repetition.REPEATED)) {
      return null;
    }
    GroupType group = type.asGroupType();
    if (group.getFields().stream().map(Type::getName).toList().equals(VECTOR)) {
      boolean whole =
          group.getType(0).isPrimitive()
              && group.getType(1).isPrimitive()
              && form(group.getType(2)) == Form.LIST
              && form(group.getType(3)) == Form.LIST;
      return whole ? Form.VECTOR : null;
    }
    return isList(group) ? Form.LIST : null;
  }

  private static boolean isList(GroupType group) {
    if (group.getFieldCount() != 1 || !group.getType(0).isRepetition(Repetition.REPEATED)) {
      return false;
    }
    Type repeated = group.getType(0);
    return repeated.isPrimitive()
        ? isNumber(repeated)
        : repeated.asGroupType().getFieldCount() == 1
            && isNumber(repeated.asGroupType().getType(0))
            && !repeated.asGroupType().getType(0).isRepetition(Repetition.REPEATED);
  }

  private static boolean isNumber(Type type) {
    return type.isPrimitive()
        && (NUMBERS.contains(type.asPrimitiveType().getPrimitiveTypeName())
            || type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
  }

  boolean isArray() {
    return form != Form.NUMBER;
  }

  /** Returns the number of a row; NaN if it is missing. */
  float number(Group row, VectorTable table) {
    return row.getFieldRepetitionCount(field) == 0
        ? Float.NaN
        : table.finite(value(row, field, 0), name);
  }

  /**
   * Returns the array of a row.
   *
   * @throws io.lautum.DataException if the row has none
   */
  float[] array(Group row, VectorTable table) {
    if (form == Form.REPEATED) {
      return floats(repeated(row, field), table);
    }
    if (row.getFieldRepetitionCount(field) == 0) {
      throw table.fault(Text.format("column %s: expected a vector, found none", name));
    }
    Group group = row.getGroup(field, 0);
    return form == Form.LIST ? floats(list(group), table) : vector(group, table);
  }

  private float[] vector(Group vector, VectorTable table) {
    float[] values = floats(list(vector, 3), table);
    boolean dense = vector.getFieldRepetitionCount(0) > 0 && value(vector, 0, 0) == 1;
    if (dense) {
      return values;
    }
    double[] indices = list(vector, 2);
    double size = vector.getFieldRepetitionCount(1) == 0 ? -1 : value(vector, 1, 0);
    if (size < 0 || size > MOST_VALUES || indices.length != values.length) {
      throw table.fault(
          Text.format("column %s: expected a sparse vector, found another struct", name));
    }
    float[] all = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      if (!(indices[i] >= 0 && indices[i] < size)) {
        throw table.fault(
            Text.format("column %s: expected indices below %.0f, found another", name, size));
      }
      all[(int) indices[i]] = values[i];
    }
    return all;
  }

  private float[] floats(double[] values, VectorTable table) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = table.finite(values[i], name);
    }
    return floats;
  }

  private static double[] list(Group parent, int field) {
    return parent.getFieldRepetitionCount(field) == 0
        ? new double[0]
        : list(parent.getGroup(field, 0));
  }

  private static double[] list(Group list) {
    if (list.getType().getType(0).isPrimitive()) {
      return repeated(list, 0);
    }
    double[] values = new double[list.getFieldRepetitionCount(0)];
    Arrays.setAll(
        values,
        i -> {
          Group element = list.getGroup(0, i);
          return element.getFieldRepetitionCount(0) == 0 ? Double.NaN : value(element, 0, 0);
        });
    return values;
  }

  private static double[] repeated(Group group, int field) {
    double[] values = new double[group.getFieldRepetitionCount(field)];
    Arrays.setAll(values, i -> value(group, field, i));
    return values;
  }

  private static double value(Group group, int field, int index) {
    PrimitiveType type = group.getType().getType(field).asPrimitiveType();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> group.getBoolean(field, index) ? 1 : 0;
      case DOUBLE -> group.getDouble(field, index);
      case FLOAT -> group.getFloat(field, index);
      case INT64 -> number(group.getLong(field, index), type);
      case INT32 -> number(group.getInteger(field, index), type);
      default -> number(new BigInteger(group.getBinary(field, index).getBytes()), type);
    };
  }

  private static double number(long value, PrimitiveType type) {
    LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
    if (kind instanceof DecimalLogicalTypeAnnotation) {
      return number(BigInteger.valueOf(value), type);
    }
    if (value < 0 && kind instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
      return value + Math.scalb(1.0, whole.getBitWidth());
    }
    return value;
  }

  private static double number(BigInteger unscaled, PrimitiveType type) {
    DecimalLogicalTypeAnnotation decimal =
        (DecimalLogicalTypeAnnotation) type.getLogicalTypeAnnotation();
    return new BigDecimal(unscaled, decimal.getScale()).doubleValue();
  }
}
