package io.lautum.prepare;

import io.lautum.data.DatasetInfo;
import io.lautum.data.DatasetReader;
import io.lautum.data.Example;
import io.lautum.data.ImageShape;
import io.lautum.data.Subset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One subset of a dataset, decoded once by all slots and kept on the executors' disks, because
 * later passes need it again and decoding is what takes the time.
 */
final class Decoded implements AutoCloseable {
  private final JavaRDD<Example> examples;
  private final Census census;

  private Decoded(JavaRDD<Example> examples, Census census) {
    this.examples = examples;
    this.census = census;
  }

  /**
   * Decodes a subset.
   *
   * @param slices number of tasks
   */
  static Decoded read(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      DatasetReader reader,
      DatasetInfo info,
      Subset subset,
      int slices) {
    ImageShape shape = info.shape();
    JavaRDD<Example> examples =
        spark
            .parallelize(IntStream.range(0, slices).boxed().toList(), slices)
            .flatMap(slice -> open(reader, hadoop, subset, slice, slices))
            .persist(StorageLevel.DISK_ONLY());
    boolean counted = false;
    try {
      Census census =
          Census.merge(
              examples
                  .mapPartitions(
                      part -> Collections.singleton(Census.Part.of(part, shape)).iterator())
                  .collect(),
              shape);
      counted = true;
      return new Decoded(examples, census);
    } finally {
      if (!counted) {
        examples.unpersist();
      }
    }
  }

  private static DatasetReader.Examples open(
      DatasetReader reader,
      Broadcast<SerializableConfiguration> hadoop,
      Subset subset,
      int slice,
      int slices)
      throws IOException {
    DatasetReader.Examples examples = reader.read(hadoop.value().value(), subset, slice, slices);
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              try {
                examples.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return examples;
  }

  JavaRDD<Example> examples() {
    return examples;
  }

  Census census() {
    return census;
  }

  @Override
  public void close() {
    examples.unpersist();
  }
}
