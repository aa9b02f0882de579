package io.lautum.pipeline.ml;

import java.io.IOException;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Trains a classifier of vectors, measures it, and saves its predictions and the model. */
public final class TransferClassifierExample {
  private TransferClassifierExample() {}

  /** Writes to the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    String folder = args[0];
    SparkSession spark = SparkSession.builder().appName("example").getOrCreate();
    // Classes 0 and 1. The source has 600 labelled rows. Of the 400 rows of the target, whose
    // vectors are shifted, a fifth is labelled, and a fifth is for validation.
    Dataset<Row> rows =
        spark
            .range(0, 1000, 1, 1)
            .selectExpr("id", "id % 2 as truth", "if(id < 600, 'source', 'target') as domain")
            .selectExpr(
                "*",
                "if(domain = 'source' or id % 10 < 4, truth, null) as label",
                "id % 10 < 2 as validation",
                "array(2 * truth + randn(1), if(domain = 'source', 0, 5) - truth + randn(2))"
                    + " as features");
    TransferClassificationModel model =
        new TransferClassifier()
            .setInputCol("features")
            .setLabelCol("label")
            .setDomainCol("domain")
            .setValidationIndicatorCol("validation")
            .setMethod("standard")
            .setConfiguration("pretrain.epochs=3", "finetune.steps=100")
            .setWorkDir(folder)
            .fit(rows);
    System.out.println(model.validation().orElseThrow());
    Dataset<Row> scored = model.transform(rows.filter("domain = 'target'"));
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setLabelCol("truth")
            .setMetricName("accuracy")
            .evaluate(scored);
    System.out.println("accuracy " + accuracy);
    scored.write().parquet(folder + "/scores");
    model.save(folder + "/model");
    spark.stop();
  }
}
