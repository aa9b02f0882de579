package io.lautum.data.prepare;

import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
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
 * several passes need it and decoding is the most expensive step.
 */
final class DecodedSplit implements AutoCloseable {
  private final JavaRDD<byte[]> examples;
  private final JavaRDD<byte[]> labels;
  private final SplitStatistics census;

  private DecodedSplit(JavaRDD<byte[]> examples, SplitStatistics census) {
    this.examples = examples;
    this.labels = onDisk(examples().map(ExampleBlock::withoutPixels));
    this.census = census;
  }

  private static JavaRDD<byte[]> onDisk(JavaRDD<ExampleBlock> blocks) {
    return SerializedBlocks.of(blocks).persist(StorageLevel.DISK_ONLY());
  }

  /**
   * Decodes a subset.
   *
   * @param slices number of tasks
   */
  static DecodedSplit read(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      DatasetReader reader,
      DatasetInfo info,
      Split subset,
      int slices) {
    JavaRDD<byte[]> examples =
        onDisk(
            spark
                .parallelize(IntStream.range(0, slices).boxed().toList(), slices)
                .flatMap(slice -> ExampleBlock.of(open(reader, hadoop, subset, slice, slices))));
    boolean counted = false;
    try {
      SplitStatistics census =
          examples
              .map(ExampleBlock::fromBytes)
              .mapPartitions(
                  part -> Collections.singleton(SplitStatistics.of(part, info)).iterator())
              .treeReduce(SplitStatistics::plus)
              .requireWhole();
      counted = true;
      return new DecodedSplit(examples, census);
    } finally {
      if (!counted) {
        examples.unpersist();
      }
    }
  }

  private static DatasetReader.Examples open(
      DatasetReader reader,
      Broadcast<SerializableConfiguration> hadoop,
      Split subset,
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

  JavaRDD<ExampleBlock> examples() {
    return examples.map(ExampleBlock::fromBytes);
  }

  /** Returns the examples without their pixels. */
  JavaRDD<ExampleBlock> labels() {
    return labels.map(ExampleBlock::fromBytes);
  }

  SplitStatistics census() {
    return census;
  }

  @Override
  public void close() {
    labels.unpersist();
    examples.unpersist();
  }
}
