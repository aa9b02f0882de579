package io.lautum.data.encoder;

import io.lautum.UserException;
import io.lautum.data.image.EncoderDescription;
import io.lautum.experiment.config.EncoderConfig;
import io.lautum.experiment.config.ImageConfig;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the encoder of an experiment, and lists the vectors that it has computed earlier. */
public final class EncodingJob {
  private static final Logger LOG = LoggerFactory.getLogger(EncodingJob.class);

  private final JavaSparkContext spark;

  public EncodingJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Opens the encoder of the block {@code image.encoder}, which must be set.
   *
   * @param embeddings folder of the vectors of all encoders
   * @throws io.lautum.DataException if the file is no encoder
   * @throws UserException if the settings contradict the encoder
   */
  public Encoding open(ImageConfig image, Path embeddings) throws IOException {
    if (image.height().isPresent() || image.width().isPresent() || image.channels().isPresent()) {
      throw new UserException(
          "image.encoder: the encoder determines the shape of the images; remove image.height,"
              + " image.width and image.channels, or set image.encoder.size");
    }
    EncoderConfig encoder = image.encoder().orElseThrow();
    Configuration hadoop = spark.hadoopConfiguration();
    Path model = new Path(encoder.model());
    String file = model.getFileSystem(hadoop).makeQualified(model).toString();
    EncoderSettings settings;
    EncoderDescription description;
    try {
      settings = EncoderSettings.of(image);
      try (OnnxEncoder tried = OnnxEncoder.open(hadoop, file, settings, 1)) {
        tried.batch();
        description = tried.description();
      }
    } catch (UserException e) {
      throw new UserException("image.encoder: " + e.getMessage(), e);
    }
    String folder = VectorStore.folder(embeddings.toString(), description);
    VectorStore store = new VectorStore(hadoop, folder, description.width());
    store.describe(description);
    KnownVectors known = known(folder, description.width(), store.names());
    LOG.info(
        "{}: images of {} become {} values; the vectors of {} images are known",
        file,
        description.imageFit().shape(),
        description.width(),
        known.images().size());
    int threads = spark.getConf().getInt("spark.task.cpus", 1);
    return new Encoding(settings, description, threads, folder, known);
  }

  private KnownVectors known(String folder, int width, List<String> names) {
    if (names.isEmpty()) {
      return KnownVectors.of(names, List.of());
    }
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    try {
      List<byte[]> digests =
          spark
              .parallelize(names, Math.min(names.size(), spark.defaultParallelism()))
              .map(name -> new VectorStore(hadoop.value().value(), folder, width).digests(name))
              .collect();
      return KnownVectors.of(names, digests);
    } finally {
      hadoop.destroy();
    }
  }
}
