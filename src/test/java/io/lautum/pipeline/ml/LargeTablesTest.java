package io.lautum.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.ResultSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with more rows than one file or one result of Spark has. */
class LargeTablesTest {
  @TempDir Path folder;

  @Test
  void filesOfTrainingRowsAreSmallEnoughForTheReader() throws IOException {
    Dataset<Row> rows =
        LocalSpark.session()
            .range(0, (1 << 20) + 1, 1, 1)
            .selectExpr("array(0f) as features", "'a' as label");
    new TrainingTables(new TransferClassifier().setInputCol("features"))
        .write(rows, new org.apache.hadoop.fs.Path(folder.toUri()));
    try (Stream<Path> files = Files.list(folder.resolve("target.labelled"))) {
      // The names are equal in each fit, because random choices depend on them.
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".parquet"))
          .containsExactlyInAnyOrder("part-00000.parquet", "part-00001.parquet");
    }
  }

  @Test
  void validationRowsMayTakeUpMoreThanTheDriverMayCollectAtOnce() {
    List<String> classes = IntStream.range(0, 1000).mapToObj(k -> "c" + k).toList();
    // 2.4 MB as floats, which Spark cannot compress. Every tenth row is right.
    Random random = new Random(1);
    List<Row> rows =
        IntStream.range(0, 600)
            .mapToObj(i -> RowFactory.create(Vectors.dense(certain(i % 10, random)), "c3", null))
            .toList();
    StructType schema =
        new StructType()
            .add("probability", SQLDataTypes.VectorType())
            .add("label", DataTypes.StringType)
            .add("fault", DataTypes.StringType);
    Dataset<Row> scored = LocalSpark.session().createDataFrame(rows, schema).coalesce(1);
    try (ResultSize size = ResultSize.megabyte()) {
      size.requireSet();
      ValidationResult result = new ValidationRows(scored, classes).result(false).orElseThrow();
      assertThat(result.rows()).isEqualTo(600);
      assertThat(result.accuracy()).isEqualTo(0.1);
    }
  }

  private static double[] certain(int label, Random random) {
    double[] probabilities = random.doubles(1000, 0, 0.001).toArray();
    probabilities[label] = 1;
    return probabilities;
  }
}
