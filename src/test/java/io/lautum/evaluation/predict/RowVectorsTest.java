package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageFit;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class RowVectorsTest {
  private static final ImageFit FIT = ImageFit.to(FloatVector.shape(3));
  private static final RowVectors STRICT = new RowVectors(0, -1, false);

  private static Row array(Number... values) {
    return RowFactory.create(JavaConverters.asScalaBuffer(Arrays.asList(values)).toSeq());
  }

  private static byte[] bytes(Row row) {
    return STRICT.example(row, "r", null, FIT);
  }

  @Test
  void vectorsAndArraysOfAllNumbersHaveTheSameBytes() {
    byte[] expected = FloatVector.bytes(new float[] {0, 2.5f, -1});
    assertThat(bytes(RowFactory.create(Vectors.dense(0, 2.5, -1)))).isEqualTo(expected);
    Row sparse = RowFactory.create(Vectors.sparse(3, new int[] {1, 2}, new double[] {2.5, -1}));
    assertThat(bytes(sparse)).isEqualTo(expected);
    assertThat(bytes(array(0f, 2.5f, -1f))).isEqualTo(expected);
    assertThat(bytes(array((byte) 0, new BigDecimal("2.5"), -1L))).isEqualTo(expected);
    assertThat(STRICT.size(sparse)).isEqualTo(12);
    assertThat(STRICT.size(RowFactory.create((Object) null))).isZero();
  }

  @Test
  void missingValuesAreKeptOnlyIfTheyAreReplacedLater() {
    byte[] expected = FloatVector.bytes(new float[] {1, Float.NaN, Float.NaN});
    Row gaps = array(1, null, Double.NaN);
    assertThat(new RowVectors(0, -1, true).example(gaps, "r", null, FIT)).isEqualTo(expected);
    assertFault(gaps, "r: value 1: expected a finite float, found NaN");
    assertFault(array(1, 2, 1e39), "r: value 2: expected a finite float, found Infinity");
    assertFault(array(1, 2), "r: expected a vector of 3 values, found 2");
    assertFault(RowFactory.create((Object) null), "r: expected a vector, found null");
  }

  private static void assertFault(Row row, String message) {
    assertThatThrownBy(() -> bytes(row)).isInstanceOf(DataException.class).hasMessage(message);
  }

  @Test
  void columnsOfNumbersHaveVectors() {
    assertThat(RowVectors.have(SQLDataTypes.VectorType())).isTrue();
    assertThat(RowVectors.have(DataTypes.createArrayType(DataTypes.IntegerType))).isTrue();
    assertThat(RowVectors.have(DataTypes.createArrayType(DataTypes.StringType))).isFalse();
    assertThat(RowVectors.have(DataTypes.DoubleType)).isFalse();
  }
}
