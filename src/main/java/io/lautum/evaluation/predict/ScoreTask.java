package io.lautum.evaluation.predict;

import io.lautum.data.encoder.FoundEncoder;
import io.lautum.data.image.EncoderDescription;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Scores the rows of one partition; a model's encoder first turns its images into vectors. */
final class ScoreTask implements Serializable {
  private final Broadcast<TrainedModel> model;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final FoundEncoder encoder;
  private final ExampleColumns columns;
  private final int batchSize;
  private final boolean keepsErrors;

  private ScoreTask(
      Broadcast<TrainedModel> model,
      Broadcast<SerializableConfiguration> hadoop,
      FoundEncoder encoder,
      ExampleColumns columns,
      int batchSize,
      boolean keepsErrors) {
    this.model = model;
    this.hadoop = hadoop;
    this.encoder = encoder;
    this.columns = columns;
    this.batchSize = batchSize;
    this.keepsErrors = keepsErrors;
  }

  /**
   * Creates the tasks of a model.
   *
   * @param file file of the model; null for a model that this program has just trained
   * @param keepsErrors whether a fault becomes a result instead of an exception
   * @throws io.lautum.DataException if the model's encoder is missing or another one
   */
  static ScoreTask of(
      JavaSparkContext spark,
      TrainedModel model,
      Path file,
      ExampleColumns columns,
      int batchSize,
      boolean keepsErrors) {
    EncoderDescription needed = columns instanceof ImageColumns ? model.metadata().encoder() : null;
    try {
      FoundEncoder encoder =
          needed == null ? null : FoundEncoder.find(needed, file, spark.hadoopConfiguration());
      // Not destroyed, because the result is computed later; Spark's cleaner removes them then.
      return new ScoreTask(
          spark.broadcast(model),
          encoder == null
              ? null
              : spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())),
          encoder,
          columns,
          batchSize,
          keepsErrors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scores rows and returns the results. */
  <T> Iterator<T> scores(Iterator<Row> rows, ImageScorer.Output<T> output) throws IOException {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    FoundEncoder.Images images =
        encoder == null ? null : encoder.open(hadoop.value().value(), TaskContext.get().cpus());
    if (images != null) {
      TaskContext.get()
          .addTaskCompletionListener((TaskCompletionListener) context -> images.close());
    }
    ImageScorer<T> scorer =
        new ImageScorer<>(rows, columns, model.value(), images, batchSize, keepsErrors, output);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> scorer.close());
    return scorer;
  }
}
