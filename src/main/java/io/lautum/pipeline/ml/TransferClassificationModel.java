package io.lautum.pipeline.ml;

import io.lautum.evaluation.predict.ImageClassifier;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * A classifier that {@link TransferClassifier} has trained. It adds the columns of {@link
 * ImageClassifier} and the logarithms of the probabilities. The prediction is the label if labels
 * are numbers, and the index of the class otherwise. A saved model contains its weights as {@code
 * model.zip}.
 */
public final class TransferClassificationModel extends Model<TransferClassificationModel>
    implements MLWritable, ColumnParams<TransferClassificationModel> {
  private static final String FILE = "model.zip";

  private final String uid;
  private final TrainedModel model;
  private final ValidationResult validation;
  private final Holder columns;
  private final BooleanParam numericLabels;

  /**
   * File from which the model was read, next to which its encoder may be; null if there is none.
   */
  private Path file;

  /**
   * @param validation null if there were no rows for validation
   */
  TransferClassificationModel(String uid, TrainedModel model, ValidationResult validation) {
    this.uid = uid;
    this.model = model;
    this.validation = validation;
    columns = new Holder(this);
    numericLabels =
        new BooleanParam(this, "numericLabels", "whether a prediction is the label itself");
    setColumnDefaults();
    setDefault(numericLabels, false);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Holder columns() {
    return columns;
  }

  public BooleanParam numericLabels() {
    return numericLabels;
  }

  TransferClassificationModel setNumericLabels(boolean numeric) {
    set(numericLabels, numeric);
    return this;
  }

  /** Returns the names of the classes, in the order of the probabilities. */
  public List<String> classes() {
    return model.metadata().classes();
  }

  /** Returns the method by which the model was trained. */
  public String method() {
    return model.metadata().method();
  }

  /**
   * Returns the result on the rows that {@code validationIndicatorCol} marks; empty without such
   * rows, if all of them are damaged, and for a model that was saved and read.
   */
  public Optional<ValidationResult> validation() {
    return Optional.ofNullable(validation);
  }

  @Override
  public TransferClassificationModel copy(ParamMap extra) {
    TransferClassificationModel copy = new TransferClassificationModel(uid, model, validation);
    copy.file = file;
    copyValues(copy, extra);
    if (hasParent()) {
      copy.setParent(parent());
    }
    return copy;
  }

  /**
   * @throws IllegalArgumentException if the input column is missing or has another type, or a new
   *     one exists already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    return transformed(schema);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    double[] perClass = isDefined(thresholds()) ? getOrDefault(thresholds()) : null;
    ClassPrediction prediction =
        new ClassPrediction(classes(), perClass, (boolean) getOrDefault(numericLabels));
    Dataset<Row> scored = scorer().transform(dataset, model, file, imputes());
    Column probabilities = functions.col(QuotedName.of(getOrDefault(probabilityCol())));
    UDF1<Vector, Vector> logarithms = ClassPrediction::logarithms;
    scored =
        scored.withColumn(
            getOrDefault(rawPredictionCol()),
            functions.udf(logarithms, SQLDataTypes.VectorType()).apply(probabilities));
    if (perClass == null && !prediction.numeric()) {
      return scored;
    }
    String name = getOrDefault(predictionCol());
    Column number = apply(prediction::number, DataTypes.DoubleType, probabilities);
    return scored
        // The metadata has the names of the classes, which a label that is a number does not need.
        .withColumn(
            name,
            prediction.numeric() ? number : number.as(name, scored.schema().apply(name).metadata()))
        .withColumn(
            getOrDefault(predictedLabelCol()),
            apply(prediction::label, DataTypes.StringType, probabilities));
  }

  private static <T> Column apply(UDF1<Vector, T> function, DataType type, Column probabilities) {
    return functions.udf(function, type).apply(probabilities);
  }

  @Override
  public MLWriter write() {
    return new Writer();
  }

  /** Returns a reader of what {@code write} and {@code save} wrote. */
  public static MLReader<TransferClassificationModel> read() {
    return new Reader();
  }

  /** Reads a model that {@code save} wrote to {@code path}. */
  public static TransferClassificationModel load(String path) {
    return read().load(path);
  }

  private final class Writer extends MLWriter {
    @Override
    public void saveImpl(String path) {
      SparkContext spark = sc();
      DefaultParamsWriter.saveMetadata(
          TransferClassificationModel.this, path, spark, Option.empty(), Option.empty());
      Path file = new Path(path, FILE);
      try {
        model.write(file.getFileSystem(spark.hadoopConfiguration()), file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Reader extends MLReader<TransferClassificationModel> {
    @Override
    public TransferClassificationModel load(String path) {
      SparkContext spark = sc();
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader.loadMetadata(
              path, spark, TransferClassificationModel.class.getName());
      Path file = new Path(path, FILE);
      TrainedModel trained =
          FileWork.unchecked(
              () -> TrainedModel.read(file.getFileSystem(spark.hadoopConfiguration()), file));
      TransferClassificationModel read =
          new TransferClassificationModel(metadata.uid(), trained, null);
      read.file = file;
      metadata.getAndSetParams(read, Option.empty());
      return read;
    }
  }
}
