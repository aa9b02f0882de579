package io.lautum.evaluation.predict;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.file.ImageFile;
import io.lautum.data.image.ImageFit;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.storage.Credentials;
import io.lautum.network.model.TrainedModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores every PNG and JPEG file below a folder. */
public final class PredictJob {
  private static final StructType FILES =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("content", DataTypes.BinaryType, false);

  private static final Logger LOG = LoggerFactory.getLogger(PredictJob.class);

  private final JavaSparkContext spark;

  public PredictJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Scores the images and writes {@code path}, {@code label} (the class's name) and one probability
   * per class, sorted by path.
   *
   * @param output file that ends in {@code .csv} or folder that ends in {@code .parquet}; must not
   *     exist
   * @param batchSize images per forward pass, at least 1
   * @return number of images
   * @throws UserException if {@code output} or {@code batchSize} is invalid
   * @throws DataException if there are no images or the model is missing; if a file is not an image
   *     of the model's shape, it is the cause of Spark's exception and nothing is written
   */
  public long run(String model, String input, String output, int batchSize) throws IOException {
    if (batchSize < 1) {
      throw new UserException("--batch-size = %d: expected 1 or more".formatted(batchSize));
    }
    Credentials.requireNone("--model", model);
    Credentials.requireNone("--input", input);
    Credentials.requireNone("--output", output);
    Configuration hadoop = spark.hadoopConfiguration();
    Path destination = new Path(output);
    PredictionWriter writer = PredictionWriter.of(destination, spark);
    if (destination.getFileSystem(hadoop).exists(destination)) {
      throw new UserException("--output " + output + ": exists already; choose another path");
    }
    ImageClassifier classifier = new ImageClassifier().setModelPath(model).setBatchSize(batchSize);
    // Reads the model before the search of the folder, which may take long.
    TrainedModel trained = classifier.model(hadoop);
    ImageFit fit = trained.metadata().fit();
    LOG.info("images of other shapes become {} by {}", fit.shape(), EnumNames.of(fit.mode()));
    List<String> images = images(new Path(input), hadoop);
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(hadoop));
    JavaRDD<Prediction> predictions =
        classifier
            .transform(contents(images, configuration), trained)
            .select("path", "prediction", "probability")
            .toJavaRDD()
            .map(Prediction::of)
            .persist(StorageLevel.DISK_ONLY());
    try {
      // All slots score in parallel, and damaged images are found before the output is opened. The
      // output is then written from the results on the executors' disks.
      predictions.count();
      writer.write(predictions, trained.metadata().classes());
      return images.size();
    } finally {
      predictions.unpersist();
      configuration.destroy();
    }
  }

  /** Returns the files, each of which is read by the task that scores it. */
  private Dataset<Row> contents(
      List<String> images, Broadcast<SerializableConfiguration> configuration) {
    JavaRDD<Row> rows =
        spark
            .parallelize(images, Math.min(images.size(), spark.defaultParallelism()))
            .map(path -> RowFactory.create(path, content(path, configuration.value().value())));
    return SparkSession.builder()
        .sparkContext(spark.sc())
        .getOrCreate()
        .createDataFrame(rows, FILES);
  }

  private static byte[] content(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FileSystem files = path.getFileSystem(hadoop);
    return ImageFile.read(files, files.getFileStatus(path));
  }

  private static List<String> images(Path folder, Configuration hadoop) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    List<String> images = new ArrayList<>();
    Deque<Path> folders = new ArrayDeque<>(List.of(files.makeQualified(folder)));
    try {
      while (!folders.isEmpty()) {
        for (FileStatus found : files.listStatus(folders.pop())) {
          ImageFile.requireInside(files, folder, found.getPath());
          if (found.isDirectory()) {
            // A link may lead to a parent folder, and the walk would not terminate.
            ImageFile.requireNoLink(files, found.getPath());
            folders.add(found.getPath());
          } else if (isImage(found.getPath())) {
            images.add(found.getPath().toString());
          }
        }
      }
    } catch (FileNotFoundException e) {
      throw new DataException(folder + ": no such folder", e);
    }
    if (images.isEmpty()) {
      throw new DataException(folder + ": expected .png, .jpg or .jpeg files, found none");
    }
    images.sort(null);
    return images;
  }

  private static boolean isImage(Path path) {
    return path.getName().toLowerCase(Locale.ROOT).matches("[^.].*\\.(png|jpg|jpeg)");
  }
}
