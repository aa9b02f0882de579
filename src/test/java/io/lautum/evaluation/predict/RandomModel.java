package io.lautum.evaluation.predict;

import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Creates a model with random weights for small grey images. */
public final class RandomModel {
  public static final int HEIGHT = 4;
  public static final int WIDTH = 5;
  static final List<String> CLASSES = List.of("plain", "with, comma", "with \"quote\"");

  /** Columns of the files of images. */
  static final StructType SCHEMA =
      new StructType().add("path", DataTypes.StringType).add("content", DataTypes.BinaryType);

  private RandomModel() {}

  /** Writes the model and returns it. */
  public static TrainedModel write(Path file) throws IOException {
    TransferNetwork network =
        new TransferNetwork("mlp", new ImageShape(1, HEIGHT, WIDTH), CLASSES.size(), 0);
    float[] weights = network.initialWeights(11);
    Normalization normalization = new Normalization(new float[] {0.4f}, new float[] {0.3f});
    TrainedModel trained =
        new TrainedModel(new ModelMetadata(network, CLASSES, normalization, "lautum"), weights);
    trained.write(
        FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(file.toUri()));
    return trained;
  }

  /** Returns different images for the model. */
  static List<byte[]> pixels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> PngFixture.pixels(HEIGHT, WIDTH, 31 * i))
        .toList();
  }

  /** Returns the same images in one partition, with the paths image-0, image-1, …. */
  static Dataset<Row> images(int count) {
    List<Row> rows =
        IntStream.range(0, count)
            .mapToObj(
                i -> RowFactory.create("image-" + i, PngFixture.encode(HEIGHT, WIDTH, 31 * i)))
            .toList();
    return LocalSpark.session().createDataFrame(rows, SCHEMA).coalesce(1);
  }

  /** Returns the probabilities from a predictor with the given batch size. */
  static List<float[]> probabilities(TrainedModel model, List<byte[]> images, int batchSize) {
    List<float[]> probabilities = new ArrayList<>();
    try (Predictor predictor =
        new Predictor(model, model.metadata().normalization(), batchSize, Engines.AUTO)) {
      predictor.probabilities(
          images.toArray(byte[][]::new), (first, rows) -> probabilities.addAll(List.of(rows)));
    }
    return probabilities;
  }
}
