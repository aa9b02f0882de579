package io.lautum.data.encoder;

import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * An encoder that turns the images of datasets into vectors while they are read, and a folder of
 * the vectors that it has computed. Sent to executors.
 *
 * @param settings settings of the encoder
 * @param description the encoder with these settings
 * @param threads number of threads per task
 * @param folder folder of the vectors
 * @param known the vectors that need not be computed
 */
public record Encoding(
    EncoderSettings settings,
    EncoderDescription description,
    int threads,
    String folder,
    KnownVectors known)
    implements Serializable {
  /** Returns what is known of a dataset whose images are encoded. */
  public DatasetInfo encoded(DatasetInfo images) {
    return new DatasetInfo(
        FloatVector.shape(description.width()), ValueType.FLOAT, images.classes(), images.notes());
  }

  /**
   * Returns a reader of the vectors.
   *
   * @param images reader of images of the encoder's shape
   */
  public DatasetReader encoded(DatasetReader images) {
    return new EncodedReader(this, images);
  }

  /** Returns the number of vectors that were computed since the known ones were listed. */
  public long computed(Configuration hadoop) throws IOException {
    return store(hadoop).size() - known.images().size();
  }

  VectorStore store(Configuration hadoop) throws IOException {
    return new VectorStore(hadoop, folder, description.width());
  }

  private record EncodedReader(Encoding encoding, DatasetReader images) implements DatasetReader {
    @Override
    public DatasetInfo info(Configuration hadoop) throws IOException {
      return encoding.encoded(images.info(hadoop));
    }

    @Override
    public Examples read(
        Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
        throws IOException {
      return EncodedExamples.open(
          hadoop, encoding, subset, images.read(hadoop, subset, slice, slices, findings));
    }
  }
}
