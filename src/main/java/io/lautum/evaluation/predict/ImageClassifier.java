package io.lautum.evaluation.predict;

import io.lautum.experiment.storage.Credentials;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Classifies images or vectors with a saved model, as a stage of a Spark ML pipeline. Input: a
 * column of image files, as Spark's source {@code binaryFile} reads them; of pixels, as its source
 * {@code image} reads them ({@code setInputCol("image")}); of structs with files in the field
 * {@code bytes}; of Spark ML's vectors; or of arrays of numbers. Output: all input columns, the
 * most probable class's index (a {@code double}) and name, the vector of all probabilities, and, if
 * {@link #outsiderScoreCol} is set, a score that is larger for examples of the classes.
 *
 * <p>A row without an intact image or vector is an error. If {@link #errorCol} is set, it is kept:
 * the new columns are null, which later stages must expect, and the last one has the fault.
 *
 * <p>Unlike {@link PredictJob}, it does not warn if the rows differ from the model's training
 * examples, because Spark scores rows only when the result is used, perhaps not all of them.
 *
 * <p>Saving stores the model's path, not the model. The same rows in the same partitions and
 * batches give the same bits.
 */
public final class ImageClassifier extends Transformer
    implements DefaultParamsWritable, ScoringParams<ImageClassifier> {
  private static final DefaultParamsReadable<ImageClassifier> READABLE =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final Holder columns;
  private final Param<String> modelPath;
  private final Param<String> pathCol;
  private final Param<String> errorCol;

  public ImageClassifier() {
    this(Identifiable$.MODULE$.randomUID("imageClassifier"));
  }

  /** Creates a stage with an identifier in its pipeline. */
  public ImageClassifier(String uid) {
    this.uid = uid;
    columns = new Holder(this);
    modelPath = new Param<>(this, "modelPath", "path of the model, on any Hadoop file system");
    pathCol = new Param<>(this, "pathCol", "optional column that names a row in messages");
    errorCol = new Param<>(this, "errorCol", "new column of faults; errors if it is not set");
    setScoringDefaults();
    setDefault(pathCol, "path");
  }

  /** Returns a reader of the output of {@code write} and {@code save}. */
  public static MLReader<ImageClassifier> read() {
    return READABLE.read();
  }

  /** Reads a classifier that {@code save} wrote to {@code path}. */
  public static ImageClassifier load(String path) {
    return READABLE.load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Holder columns() {
    return columns;
  }

  public Param<String> modelPath() {
    return modelPath;
  }

  public Param<String> pathCol() {
    return pathCol;
  }

  public Param<String> errorCol() {
    return errorCol;
  }

  /**
   * Sets the path of the model.
   *
   * @throws io.lautum.UserException if the path contains a password, which saving would store
   */
  public ImageClassifier setModelPath(String path) {
    Credentials.requireNone(modelPath.name(), path);
    return with(modelPath, path);
  }

  public ImageClassifier setPathCol(String column) {
    return with(pathCol, column);
  }

  /** Sets the column of faults, so that a row without an intact image or vector is kept. */
  public ImageClassifier setErrorCol(String column) {
    return with(errorCol, column);
  }

  @Override
  public ImageClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /**
   * Checks the columns without reading the model.
   *
   * @throws IllegalArgumentException if the input column is missing or has another type, a new one
   *     exists already, or no model is set
   */
  @Override
  public StructType transformSchema(StructType schema) {
    if (!isDefined(modelPath)) {
      throw new IllegalArgumentException(uid + ": modelPath is not set; call setModelPath");
    }
    return new ScoredSchema(this).of(schema);
  }

  /**
   * @throws IllegalArgumentException under the conditions of {@link #transformSchema}, or if the
   *     model expects vectors and the column has images, or the other way round
   * @throws io.lautum.DataException if the model is missing; if a row has no intact example and no
   *     column of faults is set, it is the cause of Spark's exception when the result is used
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Path file = new Path(getOrDefault(modelPath));
    Configuration hadoop = dataset.sparkSession().sparkContext().hadoopConfiguration();
    return transform(dataset, model(file, hadoop), file, false);
  }

  private static TrainedModel model(Path file, Configuration hadoop) {
    try {
      return TrainedModel.read(file.getFileSystem(hadoop), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Does the same with a model in memory.
   *
   * @param file file from which the model was read, next to which its encoder may be; null for a
   *     model that this program has just trained
   * @param imputes whether missing values of vectors become the feature's mean
   */
  public Dataset<Row> transform(
      Dataset<?> dataset, TrainedModel model, Path file, boolean imputes) {
    ScoredSchema schema = new ScoredSchema(this);
    StructType scored = schema.of(dataset.schema());
    ExampleColumns examples = schema.columns(dataset.schema(), model, imputes);
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    boolean keepsErrors = isDefined(errorCol);
    ScoreTask task =
        ScoreTask.of(spark, model, file, examples, (int) getOrDefault(batchSize()), keepsErrors);
    ScoreColumns added =
        new ScoreColumns(model.metadata().classes(), schema.outsiderScore(), keepsErrors);
    StructType described = ScoredSchema.withClasses(scored, getOrDefault(predictionCol()), model);
    return dataset
        .toDF()
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> task.scores(rows, added),
            Encoders.row(ScoredSchema.numbered(scored)))
        // An encoder drops the columns' metadata that other stages have written. Columns may share
        // a name, but not a number.
        .to(ScoredSchema.numbered(described))
        .toDF(described.fieldNames());
  }
}
