package io.lautum.data.encoder;

import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Encodes one slice of a subset of a dataset, and returns a row per image file. */
final class EncodeTask implements FlatMapFunction<EncodeTask.Part, Row> {
  private static final int TASKS_PER_SLOT = 16;

  private final Broadcast<SerializableConfiguration> hadoop;
  private final Broadcast<Work> work;

  EncodeTask(Broadcast<SerializableConfiguration> hadoop, Broadcast<Work> work) {
    this.hadoop = hadoop;
    this.work = work;
  }

  /**
   * One slice of a subset.
   *
   * @param order position of the subset in the table
   * @param dataset position of the dataset in {@link Work}
   */
  record Part(int order, int dataset, Split subset, int slice, int slices)
      implements Serializable {}

  /** What all tasks share. */
  record Work(
      String encoder,
      String digest,
      EncoderSettings settings,
      List<EncodedDataset.Opened> datasets,
      KnownImages known)
      implements Serializable {}

  /**
   * Returns the work of all tasks: several per slot for a folder of files, so that an interruption
   * costs little and progress is shown; one per slot for an archive, because each task unpacks the
   * whole archive.
   *
   * @param slots number of tasks that run simultaneously
   */
  static List<Part> parts(List<EncodedDataset.Opened> datasets, Configuration hadoop, int slots)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    int order = 0;
    for (int i = 0; i < datasets.size(); i++) {
      int slices = datasets.get(i).hasManyFiles(hadoop) ? TASKS_PER_SLOT * slots : slots;
      for (Split subset : Split.values()) {
        for (int slice = 0; slice < slices; slice++) {
          parts.add(new Part(order, i, subset, slice, slices));
        }
        order++;
      }
    }
    return parts;
  }

  @Override
  public Iterator<Row> call(Part part) throws IOException {
    TaskContext context = TaskContext.get();
    Configuration configuration = hadoop.value().value();
    Work shared = work.value();
    EncodedDataset.Opened dataset = shared.datasets().get(part.dataset());
    SharedEncoders.Lease encoder =
        SharedEncoders.lease(
            configuration, shared.encoder(), shared.digest(), shared.settings(), context.cpus());
    context.addTaskCompletionListener((TaskCompletionListener) end -> encoder.close());
    EncodedImages images =
        new EncodedImages(encoder.encoder().batch(), part.subset(), shared.known());
    Examples examples =
        dataset.reader().read(configuration, part.subset(), part.slice(), part.slices(), images);
    context.addTaskCompletionListener((TaskCompletionListener) end -> close(examples));
    images.setExamples(examples);
    return new Rows(images, part, dataset.classes(), dataset.split(part.subset()));
  }

  private static void close(Examples examples) {
    try {
      examples.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Rows(EncodedImages images, Part part, List<String> classes, Split split)
      implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return images.hasNext();
    }

    @Override
    public Row next() {
      EncodedImage image = images.next();
      return RowFactory.create(
          part.order(),
          part.dataset(),
          image.id(),
          image.path(),
          classes.isEmpty() || image.fault() != null ? null : classes.get(image.label()),
          split.directory(),
          image.sha256(),
          image.features(),
          image.fault());
    }
  }
}
