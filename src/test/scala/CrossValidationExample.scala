import io.lautum.pipeline.ml.{TargetEvaluator, TransferClassifier}
import org.apache.spark.ml.Pipeline
import org.apache.spark.ml.feature.VectorAssembler
import org.apache.spark.ml.tuning.{CrossValidator, CrossValidatorModel, ParamGridBuilder}
import org.apache.spark.sql.DataFrame

/** Chooses a method by cross-validation. */
object CrossValidationExample {
  def choose(rows: DataFrame, folder: String): CrossValidatorModel = {
    val assembler = new VectorAssembler().setInputCols(Array("a", "b")).setOutputCol("features")
    val classifier = new TransferClassifier()
      .setInputCol("features")
      .setConfiguration("finetune.steps=100")
      .setWorkDir(folder)
    new CrossValidator()
      .setEstimator(new Pipeline().setStages(Array(assembler, classifier)))
      .setEstimatorParamMaps(
        new ParamGridBuilder().addGrid(classifier.method, Array("scratch", "scratch+freematch")).build())
      .setEvaluator(new TargetEvaluator().setMetricName("accuracy"))
      .fit(rows)
  }
}
