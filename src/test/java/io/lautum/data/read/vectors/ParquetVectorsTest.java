package io.lautum.data.read.vectors;

import static io.lautum.data.read.vectors.VectorsReaderTest.reader;
import static io.lautum.data.read.vectors.VectorsReaderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that Spark writes. */
class ParquetVectorsTest {
  @TempDir Path folder;

  private Path write(DataType type, Object... vectors) {
    StructType schema =
        new StructType()
            .add("path", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("split", DataTypes.StringType)
            .add("features", type);
    List<Row> rows =
        Arrays.asList(
            RowFactory.create("r0", "a", "train", vectors[0]),
            RowFactory.create("r1", "b", "train", vectors[1]),
            RowFactory.create("r2", "a", "test", vectors[2]));
    Path table = folder.resolve("t-" + type.simpleString().hashCode());
    write(table, schema, rows);
    return table;
  }

  /** Writes a table of one file. */
  static void write(Path table, StructType schema, List<Row> rows) {
    LocalSpark.session()
        .createDataFrame(rows, schema)
        .coalesce(1)
        .write()
        .parquet(table.toString());
  }

  private static void check(Path table) throws IOException {
    for (int slices : new int[] {1, 2}) {
      assertThat(rows(reader(table, true, VectorsConfig.DEFAULTS), Split.TRAIN, slices))
          .containsExactly("r0 a [1.0, 0.0]", "r1 b [0.0, 2.5]");
      assertThat(rows(reader(table, true, VectorsConfig.DEFAULTS), Split.TEST, slices))
          .containsExactly("r2 a [3.0, 4.0]");
    }
  }

  @Test
  void readsArrays() throws IOException {
    check(
        write(
            DataTypes.createArrayType(DataTypes.FloatType, false),
            new Float[] {1f, 0f},
            new Float[] {0f, 2.5f},
            new Float[] {3f, 4f}));
    check(
        write(
            DataTypes.createArrayType(DataTypes.DoubleType, true),
            new Double[] {1d, 0d},
            new Double[] {0d, 2.5},
            new Double[] {3d, 4d}));
  }

  @Test
  void readsVectorsOfSparkMl() throws IOException {
    check(
        write(
            SQLDataTypes.VectorType(),
            Vectors.sparse(2, new int[] {0}, new double[] {1}),
            Vectors.sparse(2, new int[] {1}, new double[] {2.5}),
            Vectors.dense(3, 4)));
  }

  @Test
  void readsColumnsOfNumbers() throws IOException {
    StructType schema =
        new StructType()
            .add("label", DataTypes.IntegerType)
            .add("x", DataTypes.DoubleType)
            .add("n", DataTypes.LongType)
            .add("note", DataTypes.StringType);
    Path table = folder.resolve("numbers");
    write(
        table,
        schema,
        List.of(
            RowFactory.create(0, 0.5, 7L, "x"),
            RowFactory.create(1, null, 8L, "y"),
            RowFactory.create(null, 1.5, 9L, "z")));
    VectorsConfig imputing = new VectorsConfig(List.of(), 0, "mean");
    assertThat(rows(reader(table, false, imputing), Split.TRAIN, 1))
        .singleElement()
        .asString()
        .endsWith("[1.5, 9.0]");
    VectorsConfig chosen = new VectorsConfig(List.of("n"), 0, "fail");
    assertThat(rows(reader(table, true, chosen), Split.TRAIN, 1))
        .extracting(row -> row.substring(row.indexOf(' ')))
        .containsExactly(" 0 [7.0]", " 1 [8.0]");
    assertThatThrownBy(() -> rows(reader(table, true, VectorsConfig.DEFAULTS), Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2: column x: expected a number, found none");
  }

  @Test
  void arraysOfOtherLengthsAndNullAreRejected() {
    DataType type = DataTypes.createArrayType(DataTypes.FloatType, false);
    Path ragged = write(type, new Float[] {1f}, new Float[] {1f, 2f}, new Float[] {3f});
    assertThatThrownBy(() -> rows(reader(ragged, true, VectorsConfig.DEFAULTS), Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2: expected a vector of 1 values, found 2");
  }
}
