package io.lautum.data.read.vectors;

import static io.lautum.data.read.vectors.VectorsReaderTest.reader;
import static io.lautum.data.read.vectors.VectorsReaderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.read.Split;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of logical values, decimals and unsigned whole numbers. */
class NumberTypesTest {
  @TempDir Path folder;

  private static void check(Path table, String... expected) throws IOException {
    assertThat(rows(reader(table, true, VectorsConfig.DEFAULTS), Split.TRAIN, 1))
        .extracting(row -> row.substring(row.indexOf(' ') + 1))
        .containsExactly(expected);
  }

  @Test
  void logicalValuesOfTextsAreOneAndZero() throws IOException {
    Path csv = folder.resolve("t.csv");
    Files.writeString(csv, "label,x,new\na,1,True\nb,2,false\n");
    check(csv, "a [1.0, 1.0]", "b [2.0, 0.0]");
    Path json = folder.resolve("t.jsonl");
    Files.writeString(
        json,
        """
        {"label": "a", "x": 1, "new": true}
        {"label": "b", "x": 2, "new": false}
        """);
    check(json, "a [1.0, 1.0]", "b [2.0, 0.0]");
  }

  @Test
  void parquetHasLogicalValuesAndDecimals() throws IOException {
    StructType schema =
        new StructType()
            .add("label", DataTypes.BooleanType)
            .add("new", DataTypes.BooleanType)
            .add("int32", DataTypes.createDecimalType(9, 2))
            .add("int64", DataTypes.createDecimalType(18, 2))
            .add("bytes", DataTypes.createDecimalType(30, 3));
    Path table = folder.resolve("decimals");
    ParquetVectorsTest.write(
        table,
        schema,
        List.of(
            RowFactory.create(true, true, decimal("-1.25"), decimal("2.5"), decimal("0.125")),
            RowFactory.create(
                false, false, decimal("3"), decimal("1e12"), decimal("-12345678901234567.5"))));
    check(table, "true [1.0, -1.25, 2.5, 0.125]", "false [0.0, 3.0, 1.0E12, -1.23456784E16]");
  }

  private static BigDecimal decimal(String value) {
    return new BigDecimal(value);
  }

  @Test
  void parquetHasWholeNumbersWithoutSign() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message rows {
              required binary label (STRING);
              required int32 small (INTEGER(8,false));
              required int32 middle (INTEGER(32,false));
              required int64 large (INTEGER(64,false));
            }
            """);
    Path table = folder.resolve("unsigned.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(table.toUri()))
            .withType(schema)
            .build()) {
      writer.write(row(schema, "a", 255, -1, -1));
      writer.write(row(schema, "b", 1, 2, 3));
    }
    check(table, "a [255.0, 4.2949673E9, 1.8446744E19]", "b [1.0, 2.0, 3.0]");
  }

  private static Group row(MessageType schema, String label, int small, int middle, long large) {
    Group row = new SimpleGroup(schema);
    row.add("label", label);
    row.add("small", small);
    row.add("middle", middle);
    row.add("large", large);
    return row;
  }
}
