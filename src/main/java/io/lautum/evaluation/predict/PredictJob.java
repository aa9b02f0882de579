package io.lautum.evaluation.predict;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.read.ImageFile;
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

/** Scores every PNG and JPEG file below a folder. */
public final class PredictJob {
  private static final StructType FILES =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("content", DataTypes.BinaryType, false);

  private final JavaSparkContext spark;

  public PredictJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Scores the images and writes {@code path}, {@code label} (the class's name) and a probability a
   * class, in the order of the paths.
   *
   * @param output ends in {@code .csv}, a file, or {@code .parquet}, a folder; must not exist
   * @param batchSize images a forward pass, at least 1
   * @return number of images
   * @throws UserException if {@code output} or {@code batchSize} is not such
   * @throws DataException if there is no image or no model, or, as the cause of Spark's exception,
   *     if a file is no image of the model's shape; nothing is written then
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
      throw new UserException("--output " + output + " exists already: name another");
    }
    ImageClassifier classifier = new ImageClassifier().setModelPath(model).setBatchSize(batchSize);
    // Read before the folder is searched, which may take long.
    TrainedModel trained = classifier.model(hadoop);
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
      // All slots score at once and any bad image is found before a file is opened; what is written
      // then comes from the executors' disks.
      predictions.count();
      writer.write(predictions, trained.metadata().classes());
      return images.size();
    } finally {
      predictions.unpersist();
      configuration.destroy();
    }
  }

  /** The files, each read by the task that scores it. */
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
            // A linked folder may be one that it is in, and the walk then would not end.
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
