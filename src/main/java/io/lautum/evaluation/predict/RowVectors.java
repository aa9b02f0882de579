package io.lautum.evaluation.predict;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * The columns of a row that contain a vector, as Spark ML's vector or as an array of numbers, and
 * the vector's name.
 *
 * @param vector index of the column of vectors
 * @param path index of the column of names, or -1 if there is none
 * @param imputes whether null and NaN become the feature's mean
 */
record RowVectors(int vector, int path, boolean imputes) implements ExampleColumns {
  /** Returns whether a column of this type has vectors. */
  static boolean have(DataType column) {
    return column.equals(SQLDataTypes.VectorType())
        || column instanceof ArrayType array && array.elementType() instanceof NumericType;
  }

  @Override
  public long size(Row row) {
    if (row.isNullAt(vector)) {
      return 0;
    }
    int values =
        row.get(vector) instanceof Vector sparseOrDense
            ? sparseOrDense.size()
            : row.getList(vector).size();
    return (long) values * Float.BYTES;
  }

  @Override
  public byte[] example(Row row, String name, ImageDecoder decoder, ImageFit fit) {
    if (row.isNullAt(vector)) {
      throw new DataException(Text.format("%s: expected a vector, found null", name));
    }
    int expected = fit.shape().size();
    int found = (int) (size(row) / Float.BYTES);
    if (found != expected) {
      throw new DataException(
          Text.format("%s: expected a vector of %d values, found %d", name, expected, found));
    }
    float[] values = values(row);
    for (int i = 0; i < values.length; i++) {
      if (Float.isInfinite(values[i]) || Float.isNaN(values[i]) && !imputes) {
        throw new DataException(
            Text.format("%s: value %d: expected a finite float, found %s", name, i, values[i]));
      }
    }
    return FloatVector.bytes(values);
  }

  private float[] values(Row row) {
    float[] values;
    if (row.get(vector) instanceof Vector sparseOrDense) {
      double[] exact = sparseOrDense.toArray();
      values = new float[exact.length];
      for (int i = 0; i < exact.length; i++) {
        values[i] = (float) exact[i];
      }
    } else {
      List<Number> numbers = row.getList(vector);
      values = new float[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers.get(i) == null ? Float.NaN : numbers.get(i).floatValue();
      }
    }
    return values;
  }
}
