package io.lautum.predict;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.ImageDecoder;
import io.lautum.evaluate.Predictor;
import io.lautum.model.ModelMetadata;
import io.lautum.model.TrainedModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

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
   * @return number of images
   * @throws DataException if a file is no image of the model's shape; nothing is written then
   */
  public long run(String model, String input, String output, int batchSize) throws IOException {
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
    int slices = Math.min(images.size(), spark.defaultParallelism());
    JavaRDD<Prediction> predictions =
        spark
            .parallelize(images, slices)
            .mapPartitions(
                paths -> score(paths, broadcast.value(), configuration.value(), batchSize));
    writer.write(predictions, trained.metadata().classes());
    return images.size();
  }

  private static List<String> images(Path folder, Configuration hadoop) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    List<String> images = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> found = files.listFiles(folder, true);
      while (found.hasNext()) {
        Path path = found.next().getPath();
        if (path.getName().toLowerCase(Locale.ROOT).matches("[^.].*\\.(png|jpg|jpeg)")) {
          images.add(path.toString());
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

  private static Iterator<Prediction> score(
      Iterator<String> paths,
      TrainedModel model,
      SerializableConfiguration configuration,
      int batchSize)
      throws IOException {
    ModelMetadata metadata = model.metadata();
    Predictor predictor = new Predictor(model, metadata.normalization(), batchSize);
    List<Prediction> predictions = new ArrayList<>();
    try (ImageDecoder decoder = new ImageDecoder()) {
      while (paths.hasNext()) {
        List<String> batch = new ArrayList<>();
        List<byte[]> images = new ArrayList<>();
        while (paths.hasNext() && batch.size() < batchSize) {
          String path = paths.next();
          byte[] file = content(new Path(path), configuration.value());
          batch.add(path);
          images.add(decoder.pixels(path, file, metadata.network().shape()));
        }
        predictor.probabilities(
            images.toArray(byte[][]::new),
            (first, rows) -> {
              for (int i = 0; i < rows.length; i++) {
                predictions.add(
                    new Prediction(batch.get(first + i), mostProbable(rows[i]), rows[i]));
              }
            });
      }
    }
    return predictions.iterator();
  }

  private static byte[] content(Path path, Configuration hadoop) throws IOException {
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readAllBytes();
    }
  }

  private static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      if (probabilities[k] > probabilities[best]) {
        best = k;
      }
    }
    return best;
  }
}
