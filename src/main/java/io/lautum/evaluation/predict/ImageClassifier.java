package io.lautum.evaluation.predict;

import io.lautum.experiment.storage.Credentials;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
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
 * most probable class's index (a {@code double}) and name, and the vector of all probabilities.
 *
 * <p>A row without an intact image or vector is an error. If {@link #errorCol} is set, it is kept:
 * the new columns are null, which later stages must expect, and a fourth one has the fault.
 *
 * <p>Saving stores the model's path, not the model. The same rows in the same partitions and
 * batches give the same bits.
 */
public final class ImageClassifier extends Transformer implements DefaultParamsWritable {
  private static final DefaultParamsReadable<ImageClassifier> READABLE =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final Param<String> modelPath;
  private final Param<String> inputCol;
  private final Param<String> pathCol;
  private final Param<String> predictionCol;
  private final Param<String> predictedLabelCol;
  private final Param<String> probabilityCol;
  private final Param<String> errorCol;
  private final IntParam batchSize;

  public ImageClassifier() {
    this(Identifiable$.MODULE$.randomUID("imageClassifier"));
  }

  /** Creates a stage with an identifier in its pipeline. */
  public ImageClassifier(String uid) {
    this.uid = uid;
    modelPath = new Param<>(this, "modelPath", "path of the model, on any Hadoop file system");
    inputCol = new Param<>(this, "inputCol", "column of images or vectors");
    pathCol = new Param<>(this, "pathCol", "optional column that names a row in messages");
    predictionCol = new Param<>(this, "predictionCol", "new column of the class's index, double");
    predictedLabelCol = new Param<>(this, "predictedLabelCol", "new column of the class's name");
    probabilityCol = new Param<>(this, "probabilityCol", "new column of probabilities, vector");
    errorCol = new Param<>(this, "errorCol", "new column of faults; errors if it is not set");
    batchSize =
        new IntParam(this, "batchSize", "images per forward pass, >= 1", ParamValidators.gtEq(1));
    setDefault(inputCol, "content");
    setDefault(pathCol, "path");
    setDefault(predictionCol, "prediction");
    setDefault(predictedLabelCol, "predictedLabel");
    setDefault(probabilityCol, "probability");
    setDefault(batchSize, 256);
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

  public Param<String> modelPath() {
    return modelPath;
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> pathCol() {
    return pathCol;
  }

  public Param<String> predictionCol() {
    return predictionCol;
  }

  public Param<String> predictedLabelCol() {
    return predictedLabelCol;
  }

  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  public Param<String> errorCol() {
    return errorCol;
  }

  public IntParam batchSize() {
    return batchSize;
  }

  /**
   * Sets the path of the model.
   *
   * @throws io.lautum.UserException if the path contains a password, which saving would store
   */
  public ImageClassifier setModelPath(String path) {
    Credentials.requireNone(modelPath.name(), path);
    set(modelPath, path);
    return this;
  }

  public ImageClassifier setInputCol(String column) {
    set(inputCol, column);
    return this;
  }

  public ImageClassifier setPathCol(String column) {
    set(pathCol, column);
    return this;
  }

  public ImageClassifier setPredictionCol(String column) {
    set(predictionCol, column);
    return this;
  }

  public ImageClassifier setPredictedLabelCol(String column) {
    set(predictedLabelCol, column);
    return this;
  }

  public ImageClassifier setProbabilityCol(String column) {
    set(probabilityCol, column);
    return this;
  }

  /** Sets the column of faults, so that a row without an intact image or vector is kept. */
  public ImageClassifier setErrorCol(String column) {
    set(errorCol, column);
    return this;
  }

  public ImageClassifier setBatchSize(int images) {
    set(batchSize, images);
    return this;
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
    return transform(
        dataset, model(dataset.sparkSession().sparkContext().hadoopConfiguration()), false);
  }

  private TrainedModel model(Configuration hadoop) {
    try {
      Path path = new Path(getOrDefault(modelPath));
      return TrainedModel.read(path.getFileSystem(hadoop), path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Does the same with a model in memory.
   *
   * @param imputes whether missing values of vectors become the feature's mean
   */
  public Dataset<Row> transform(Dataset<?> dataset, TrainedModel model, boolean imputes) {
    ScoredSchema schema = new ScoredSchema(this);
    StructType scored = schema.of(dataset.schema());
    ExampleColumns columns = schema.columns(dataset.schema(), model, imputes);
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    Path file = isDefined(modelPath) ? new Path(getOrDefault(modelPath)) : null;
    return dataset
        .toDF()
        .mapPartitions(
            ScoreTask.of(
                spark, model, file, columns, (int) getOrDefault(batchSize), isDefined(errorCol)),
            Encoders.row(scored))
        // An encoder drops the columns' metadata that other stages have written.
        .to(ScoredSchema.withClasses(scored, getOrDefault(predictionCol), model));
  }
}
