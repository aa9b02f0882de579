package io.lautum;

import static org.apache.spark.ml.linalg.SQLDataTypes.VectorType;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.pipeline.ml.TransferClassificationModel;
import io.lautum.pipeline.ml.TransferClassifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits a DataFrame whose vectors do not fit in the memory of the driver. */
@Tag("long")
class FitMemoryIT {
  private static final int ROWS = 100_000;
  private static final int FEATURES = 500;

  /** Of a heap of this size, the vectors as floats would leave 65 MB. */
  private static final String HEAP = "256m";

  @TempDir Path folder;

  /** The driver is the only executor as well. */
  @Test
  void aHundredThousandRowsOfVectorsNeedNoMoreMemoryThanTheHeap() throws Exception {
    Path log = folder.resolve("log");
    // Without the first setting Spark rejects a heap below 450 MiB.
    Map<String, String> properties =
        Map.of(
            "spark.testing.reservedMemory",
            "50000000",
            "spark.local.dir",
            folder.resolve("local").toString());
    int code = new Program(properties).runClass(Fit.class, HEAP, List.of(folder.toString()), log);
    String text = WrittenFiles.text(log);
    assertThat(code).as(text).isZero();
    assertThat(text).containsPattern("(?m)^method lautum, accuracy (0\\.9|1\\.0)");
  }

  /**
   * Half of the rows are the source; of the other half, 1,000 have a label. A task that reads a
   * cached partition holds up to 100 batches of 4 MiB, so the partitions are small.
   */
  static final class Fit {
    private Fit() {}

    /** A quarter of the features has the mean 1 for the row's class, the others 0. */
    private static Vector vector(long id) {
      Random random = new Random(id);
      double[] values = new double[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        values[i] = 4 * random.nextDouble() - 2 + (i % 4 == id % 4 ? 1 : 0);
      }
      return Vectors.dense(values);
    }

    public static void main(String[] args) throws Exception {
      SparkSession spark = SparkSession.builder().appName("memory").getOrCreate();
      Dataset<Row> rows =
          spark
              .range(0, ROWS, 1, 32)
              .selectExpr("*", "id % 4 as truth", "if(id % 8 < 4, 'source', 'target') as domain")
              .selectExpr("*", "if(domain = 'source' or id % 400 < 8, truth, null) as label")
              .withColumn(
                  "features", udf((UDF1<Long, Vector>) Fit::vector, VectorType()).apply(col("id")));
      TransferClassificationModel model =
          new TransferClassifier()
              .setInputCol("features")
              .setDomainCol("domain")
              .setMethod("lautum")
              .setConfiguration(
                  "network.architecture=mlp",
                  "network.widths=[32]",
                  "pretrain.epochs=1",
                  "finetune.steps=50")
              .setWorkDir(args[0])
              .fit(rows);
      Dataset<Row> scored = model.transform(rows.filter("domain = 'target' and id % 100 = 4"));
      System.out.printf(
          "method %s, accuracy %.3f%n",
          model.method(), (double) scored.filter("prediction = truth").count() / scored.count());
    }
  }
}
