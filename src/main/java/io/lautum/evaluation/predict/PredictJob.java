package io.lautum.evaluation.predict;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.file.ImageFile;
import io.lautum.data.image.ImageFit;
import io.lautum.data.read.images.ImagePaths;
import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.evaluation.outsiders.Separation;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.VectorsConfig;
import io.lautum.experiment.storage.Credentials;
import io.lautum.network.model.EmbeddingStatistics;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores every image below a folder. */
public final class PredictJob {
  /** The columns of {@link #row}: path, content, fault. */
  private static final ImageColumns COLUMNS =
      new ImageColumns(1, ImageType.of(DataTypes.BinaryType).orElseThrow(), 0, 2);

  private static final Logger LOG = LoggerFactory.getLogger(PredictJob.class);

  private final JavaSparkContext spark;

  /**
   * The result of a run.
   *
   * @param images number of scored images
   * @param errors number of files that could not be scored
   * @param drift difference from the model's training images; empty if the images do not differ or
   *     cannot be compared
   * @param separations for each score, how well it separates the images from the outsiders; empty
   *     without outsiders
   */
  public record Scored(
      long images,
      long errors,
      Optional<EmbeddingDrift> drift,
      Map<OutsiderScore, Separation> separations) {
    /** The result without drift and outsiders. */
    public Scored(long images, long errors) {
      this(images, errors, Optional.empty(), Map.of());
    }
  }

  public PredictJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Scores the images and writes {@code path}, {@code label} (the class's name), one probability
   * per class and {@code error}, sorted by path. A file that is not an intact image has an error,
   * but no label and no probabilities; the others have no error. Logs a warning if the images
   * differ from the model's training images.
   *
   * @param output file that ends in {@code .csv} or folder that ends in {@code .parquet}; must not
   *     exist
   * @param batchSize images per forward pass, at least 1
   * @param form which scores are written
   * @throws UserException if {@code output} or {@code batchSize} is invalid
   * @throws DataException if there are no images, the model is missing, or a link leads out of the
   *     folder
   */
  public Scored run(String model, String input, String output, int batchSize, ScoreForm form)
      throws IOException {
    return run(model, input, null, output, batchSize, form, VectorsConfig.DEFAULTS);
  }

  /**
   * Does the same for a table of vectors if the model expects vectors, and has no encoder or {@code
   * columns} is set.
   *
   * @param outsiders images or vectors of no class, of which only the separation is measured; null
   *     if there are none
   * @param columns where and how the table has vectors
   * @throws DataException also if none of the images or none of the outsiders is intact, and there
   *     are outsiders
   */
  public Scored run(
      String model,
      String input,
      String outsiders,
      String output,
      int batchSize,
      ScoreForm form,
      VectorsConfig columns)
      throws IOException {
    if (batchSize < 1) {
      throw new UserException(Text.format("--batch-size = %d: expected 1 or more", batchSize));
    }
    Credentials.requireNone("--model", model);
    Credentials.requireNone("--input", input);
    if (outsiders != null) {
      Credentials.requireNone("--outsiders", outsiders);
    }
    Credentials.requireNone("--output", output);
    Configuration hadoop = spark.hadoopConfiguration();
    Path destination = new Path(output);
    PredictionWriter writer = PredictionWriter.of(destination, form, spark);
    if (destination.getFileSystem(hadoop).exists(destination)) {
      throw new UserException("--output " + output + ": exists already; choose another path");
    }
    // Reads the model before the search of the folder, which may take long.
    Path file = new Path(model);
    TrainedModel trained = TrainedModel.read(file.getFileSystem(hadoop), file);
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(hadoop));
    Scoring scoring =
        path -> {
          if (trained.metadata().takesImages() && columns.equals(VectorsConfig.DEFAULTS)) {
            return images(trained, file, path, configuration, batchSize);
          }
          if (trained.metadata().normalization().ofVectors()) {
            return VectorScores.of(spark, configuration, trained, path, columns, batchSize);
          }
          throw new UserException("--columns and --missing: the model expects images, not vectors");
        };
    JavaRDD<Prediction> predictions = scoring.of(input).persist(StorageLevel.DISK_ONLY());
    try {
      // Found before the images are scored, which may take long.
      Optional<JavaRDD<Prediction>> others =
          outsiders == null ? Optional.empty() : Optional.of(scoring.of(outsiders));
      Map<OutsiderScore, Separation> separations =
          others.isPresent()
              ? Separations.of(input, predictions, outsiders, others.get())
              : Map.of();
      // All slots score in parallel. The output is then written from the results on the executors'
      // disks.
      long errors = predictions.filter(prediction -> prediction.error() != null).count();
      long all = predictions.count();
      Optional<EmbeddingDrift> drift = drift(trained, predictions);
      writer.write(predictions, trained.metadata().classes());
      drift.ifPresent(found -> LOG.warn("{}: {}", input, found.sentence()));
      return new Scored(all - errors, errors, drift, separations);
    } finally {
      predictions.unpersist();
      configuration.destroy();
    }
  }

  /** Starts the scoring of a folder or a table. */
  private interface Scoring {
    JavaRDD<Prediction> of(String path) throws IOException;
  }

  private static Optional<EmbeddingDrift> drift(
      TrainedModel model, JavaRDD<Prediction> predictions) {
    EmbeddingStatistics training = model.metadata().embedding();
    if (training == null) {
      return Optional.empty();
    }
    // Collected in the order of the partitions, so that the sums always have the same bits.
    return predictions.mapPartitions(PredictJob::sums).collect().stream()
        .reduce(EmbeddingSums::plus)
        .flatMap(sums -> EmbeddingDrift.of(training, sums))
        .filter(EmbeddingDrift::isDrift);
  }

  /** Returns the sums of a partition's embeddings; none if it has no intact image. */
  private static Iterator<EmbeddingSums> sums(Iterator<Prediction> predictions) {
    EmbeddingSums total = null;
    while (predictions.hasNext()) {
      Scores scores = predictions.next().scores();
      if (scores != null && scores.batch() != null) {
        total = total == null ? scores.batch() : total.plus(scores.batch());
      }
    }
    return Stream.ofNullable(total).iterator();
  }

  /**
   * Scores files as {@link ImageClassifier} scores their contents, without a table: planning and
   * compiling a query takes longer than scoring a few images. The task that scores a file reads it.
   */
  private JavaRDD<Prediction> images(
      TrainedModel trained,
      Path file,
      String input,
      Broadcast<SerializableConfiguration> configuration,
      int batchSize)
      throws IOException {
    ImageFit fit = trained.metadata().imageFit();
    LOG.info("images of other shapes become {} by {}", fit.shape(), EnumNames.of(fit.mode()));
    List<String> images = ImagePaths.below(spark.hadoopConfiguration(), new Path(input));
    ScoreTask task = ScoreTask.of(spark, trained, file, COLUMNS, batchSize, true);
    return spark
        .parallelize(images, Math.min(images.size(), spark.defaultParallelism()))
        .map(path -> row(path, configuration.value().value()))
        .mapPartitions(
            rows ->
                task.scores(
                    rows, (row, scores, error) -> new Prediction(row.getString(0), scores, error)));
  }

  /** Reads a file; the row has the fault instead of the content of a file that is bad. */
  private static Row row(String path, Configuration hadoop) throws IOException {
    Path file = new Path(path);
    try {
      return RowFactory.create(path, ImageFile.read(file.getFileSystem(hadoop), file), null);
    } catch (DataException e) {
      return RowFactory.create(path, null, e.getMessage());
    }
  }
}
