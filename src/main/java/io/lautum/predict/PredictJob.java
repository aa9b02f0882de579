package io.lautum.predict;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.ImageFile;
import io.lautum.model.TrainedModel;
import io.lautum.storage.Credentials;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Scores every PNG and JPEG file below a folder. */
public final class PredictJob {
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
    Path modelPath = new Path(model);
    TrainedModel trained = TrainedModel.read(modelPath.getFileSystem(hadoop), modelPath);
    List<String> images = images(new Path(input), hadoop);
    Broadcast<TrainedModel> broadcast = spark.broadcast(trained);
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(hadoop));
    JavaRDD<Prediction> predictions =
        spark
            .parallelize(images, Math.min(images.size(), spark.defaultParallelism()))
            .mapPartitions(
                paths -> score(paths, broadcast.value(), configuration.value(), batchSize))
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
      broadcast.destroy();
    }
  }

  private static Iterator<Prediction> score(
      Iterator<String> paths,
      TrainedModel model,
      SerializableConfiguration configuration,
      int batchSize) {
    ImageScorer scorer = new ImageScorer(paths, model, configuration.value(), batchSize);
    TaskCompletionListener close = context -> scorer.close();
    TaskContext.get().addTaskCompletionListener(close);
    return scorer;
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
