package io.lautum.data.encoder;

import io.lautum.DataException;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.read.DatasetNote;
import io.lautum.experiment.lock.ExperimentLock;
import io.lautum.experiment.storage.Credentials;
import io.lautum.operations.cluster.JobGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes the images of datasets, and writes a table in Parquet with the columns {@code path},
 * {@code label} (null without one), {@code split} ({@code train} or {@code test}), {@code sha256}
 * (digest of the prepared image) and {@code features}. A present table of the same encoder and
 * preparation is replaced; the vectors of images that it has are kept, and those that a run has
 * computed which was interrupted or ended with a fault.
 */
public final class EncodeJob {
  private static final Logger LOG = LoggerFactory.getLogger(EncodeJob.class);

  private final JavaSparkContext spark;

  /**
   * The result of a run.
   *
   * @param images number of rows of the table
   * @param encoded number of images that were encoded; the vectors of the others were kept
   * @param skipped number of bad files that were left out
   * @param width number of values per vector
   */
  public record Encoded(long images, long encoded, long skipped, int width) {}

  public EncodeJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Acquires the right to write a table.
   *
   * @param output folder of the table
   * @param onLoss as for {@link ExperimentLock#acquire}
   * @throws io.lautum.InUseException if another process writes the table
   */
  public static ExperimentLock lock(Configuration hadoop, Path output, Runnable onLoss)
      throws IOException {
    FileSystem files = output.getFileSystem(hadoop);
    Path folder = TableFolder.hiddenSibling(files.makeQualified(output), ".lock");
    return ExperimentLock.acquire(files, folder, "encode", onLoss);
  }

  /**
   * Encodes the images. The caller holds the {@link #lock}.
   *
   * @param encoder ONNX file on any Hadoop file system
   * @param output folder of the table
   * @param overwrite whether all images are encoded again and a table of another encoder may be
   *     replaced
   * @throws DataException if the encoder or a dataset is malformed, there are no images, or bad
   *     files are not to be left out
   * @throws io.lautum.UserException if the settings contradict the encoder, or {@code output} must
   *     not be replaced
   */
  public Encoded run(
      String encoder,
      EncoderSettings settings,
      List<EncodedDataset> datasets,
      String output,
      boolean overwrite)
      throws IOException {
    Credentials.requireNone("encoder", encoder);
    Credentials.requireNone("output", output);
    Configuration hadoop = spark.hadoopConfiguration();
    TableFolder folder = new TableFolder(hadoop, output);
    EncoderDescription description;
    List<EncodedDataset.Opened> opened = new ArrayList<>();
    boolean keeps;
    try (OnnxEncoder tried = OnnxEncoder.open(hadoop, encoder, settings, 1)) {
      description = tried.description();
      keeps = folder.isKept(description, overwrite);
      LOG.info("{}: images of {} become {} values", encoder, tried.fit().shape(), tried.width());
      for (EncodedDataset dataset : datasets) {
        opened.add(dataset.open(hadoop, tried.fit()));
      }
    }
    opened.forEach(EncodeJob::logNotes);
    JobGroup jobs = JobGroup.begin(spark, "encode", "encode images");
    try (EncodedTableJob table = new EncodedTableJob(spark, folder)) {
      folder.prepareRuns(description, overwrite);
      table.keep(keeps);
      EncodedTableJob.Counts counts =
          table.compute(encoder, description.sha256(), settings, opened);
      table.write();
      folder.replace(description);
      return new Encoded(
          counts.files() - counts.bad(), counts.encoded(), counts.bad(), description.width());
    } finally {
      jobs.restore();
      folder.discard();
    }
  }

  private static void logNotes(EncodedDataset.Opened dataset) {
    for (DatasetNote note : dataset.info().notes()) {
      LOG.info("{}: {}", dataset.config().name(), note.text());
    }
  }
}
