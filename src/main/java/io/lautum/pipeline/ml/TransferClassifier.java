package io.lautum.pipeline.ml;

import io.lautum.data.shard.LocalCopy;
import io.lautum.evaluation.predict.ImageClassifier;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.network.model.TrainedModel;
import io.lautum.pipeline.AdaptPipeline;
import io.lautum.pipeline.ExperimentContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a classifier of images or vectors as the command {@code adapt} does, as an estimator of
 * Spark ML. Input: a column of images or vectors as {@link ImageClassifier} takes them, and a
 * column of labels, texts or whole numbers, which are null, NaN or blank for unlabelled rows. With
 * {@code domainCol}, rows whose value is {@code source} are the labelled source dataset. Target
 * rows that {@code validationIndicatorCol} marks give the {@link ValidationResult} instead of
 * training.
 *
 * <p>{@code fit} writes the rows as Parquet tables and the intermediate results to a new folder
 * below {@code workDir}, which all executors must reach, and deletes the folder at the end.
 */
public final class TransferClassifier extends Estimator<TransferClassificationModel>
    implements DefaultParamsWritable, ColumnParams<TransferClassifier> {
  private static final DefaultParamsReadable<TransferClassifier> READABLE =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final Holder columns;
  private final Param<String> labelCol;
  private final Param<String> domainCol;
  private final Param<String> validationIndicatorCol;
  private final Param<String> method;
  private final Param<String> workDir;
  private final StringArrayParam configuration;
  private final LongParam seed;

  public TransferClassifier() {
    this(Identifiable$.MODULE$.randomUID("transferClassifier"));
  }

  /** Creates a stage with an identifier in its pipeline. */
  public TransferClassifier(String uid) {
    // Parameters know the identifier of their stage.
    this.uid = uid;
    columns = new Holder(this);
    labelCol = new Param<>(this, "labelCol", "column of labels, null for unlabelled images");
    domainCol = new Param<>(this, "domainCol", "optional column; source marks the source dataset");
    validationIndicatorCol =
        new Param<>(
            this,
            "validationIndicatorCol",
            "optional column of booleans: labelled rows with true calibrate and measure the model");
    method = new Param<>(this, "method", "transfer method, or auto");
    workDir =
        new Param<>(
            this,
            "workDir",
            "folder for intermediate results, on any Hadoop file system; if it is not set, the"
                + " folder for temporary files of the machine where fit runs");
    configuration =
        new StringArrayParam(this, "configuration", "further configuration keys, as key=value");
    seed = new LongParam(this, "seed", "seed of splits and weights");
    setColumnDefaults();
    setDefault(labelCol, "label");
    setDefault(method, "auto");
    setDefault(configuration, new String[0]);
    setDefault(seed, 1L);
  }

  /** Returns a reader of the output of {@code write} and {@code save}. */
  public static MLReader<TransferClassifier> read() {
    return READABLE.read();
  }

  /** Reads a stage that {@code save} wrote to {@code path}. */
  public static TransferClassifier load(String path) {
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

  public Param<String> labelCol() {
    return labelCol;
  }

  public Param<String> domainCol() {
    return domainCol;
  }

  public Param<String> validationIndicatorCol() {
    return validationIndicatorCol;
  }

  public Param<String> method() {
    return method;
  }

  public Param<String> workDir() {
    return workDir;
  }

  public StringArrayParam configuration() {
    return configuration;
  }

  public LongParam seed() {
    return seed;
  }

  public TransferClassifier setLabelCol(String column) {
    set(labelCol, column);
    return this;
  }

  public TransferClassifier setDomainCol(String column) {
    set(domainCol, column);
    return this;
  }

  public TransferClassifier setValidationIndicatorCol(String column) {
    set(validationIndicatorCol, column);
    return this;
  }

  public TransferClassifier setMethod(String name) {
    set(method, name);
    return this;
  }

  public TransferClassifier setWorkDir(String folder) {
    set(workDir, folder);
    return this;
  }

  /** Sets configuration keys, such as {@code network.architecture=cnn}. */
  public TransferClassifier setConfiguration(String... keys) {
    set(configuration, keys);
    return this;
  }

  public TransferClassifier setSeed(long value) {
    set(seed, value);
    return this;
  }

  @Override
  public TransferClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /**
   * @throws IllegalArgumentException if a column is missing or has a wrong type, or a new one
   *     exists already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    new TrainingTables(this).check(schema);
    return transformed(schema);
  }

  /**
   * Trains a classifier.
   *
   * @throws IllegalArgumentException under the conditions of {@link #transformSchema}, if a label
   *     is a number that is not whole, if rows for validation have a label that no row for training
   *     has, or if {@code configuration} contradicts a parameter
   * @throws io.lautum.UserException if a key or the method does not exist
   * @throws io.lautum.DataException if there are too few images, or damaged ones
   */
  @Override
  public TransferClassificationModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Configuration hadoop = dataset.sparkSession().sparkContext().hadoopConfiguration();
    return FileWork.unchecked(
        () -> {
          // A default would be saved, and be another machine's folder when it is read.
          String parent =
              isDefined(workDir) ? getOrDefault(workDir) : System.getProperty("java.io.tmpdir");
          // Not named by the identifier, which may have characters that paths cannot have.
          Path folder = new Path(parent, "transferClassifier-" + UUID.randomUUID());
          FileSystem files = folder.getFileSystem(hadoop);
          Path qualified = files.makeQualified(folder);
          try {
            return fit(dataset, qualified, hadoop);
          } finally {
            LocalCopy.forget(qualified);
            files.delete(qualified, true);
          }
        });
  }

  private TransferClassificationModel fit(Dataset<?> dataset, Path folder, Configuration hadoop)
      throws IOException {
    TrainingTables tables = new TrainingTables(this);
    List<String> keys = new ArrayList<>(tables.write(dataset, folder));
    keys.add("experiment=fit");
    keys.add("target.name=target");
    keys.add("adapt.method=" + getOrDefault(method));
    keys.add("seed=" + getOrDefault(seed));
    keys.addAll(List.of(getOrDefault(configuration)));
    ExperimentConfig config = ConfigLoader.load(List.of(), keys, System.getenv(), hadoop);
    new ParameterKeys(this).requireUnchanged(config);
    ExperimentDirectory directory = new ExperimentDirectory(folder.toString(), "adapt", hadoop);
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    ExperimentContext experiment = new ExperimentContext(config, directory, hadoop, () -> spark);
    Path file = new AdaptPipeline(experiment, ExistingResults.OVERWRITE).train();
    TrainedModel trained = TrainedModel.read(directory.files(), file);
    ValidationResult result =
        isDefined(validationIndicatorCol)
            ? ValidationRows.of(tables.heldOut(folder, dataset.sparkSession()), trained, this)
                .result(config.adapt().calibrates())
                .orElse(null)
            : null;
    TransferClassificationModel fitted =
        new TransferClassificationModel(
                uid, result == null ? trained : trained.scaled(1 / result.temperature()), result)
            .setNumericLabels(tables.hasNumericLabels(dataset.schema()));
    return copyValues(fitted, ParamMap.empty()).setParent(this);
  }
}
