package io.lautum.data.prepare;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Split;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
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
  /** Number of bad files that a task sorts at a time. */
  private static final int SORTED_FILES = 10_000;

  private final JavaRDD<byte[]> blocks;
  private final JavaRDD<byte[]> labels;
  private final SplitStatistics statistics;
  private final SplitFindings findings;

  private DecodedSplit(JavaRDD<byte[]> blocks, Pass pass) {
    this.blocks = blocks;
    this.statistics = pass.statistics();
    this.findings = pass.findings();
    this.labels = onDisk(examples().map(block -> block.withoutPixels().toBytes()));
  }

  private static JavaRDD<byte[]> onDisk(JavaRDD<byte[]> blocks) {
    return SerializedBlocks.of(blocks).persist(StorageLevel.DISK_ONLY());
  }

  /**
   * Decodes a subset. Bad files are left out and are among the findings.
   *
   * @param slices number of tasks
   */
  static DecodedSplit read(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      Broadcast<Sent<DatasetReader>> reader,
      DatasetInfo info,
      Split subset,
      int slices) {
    JavaRDD<byte[]> blocks =
        onDisk(
            spark
                .parallelize(IntStream.range(0, slices).boxed().toList(), slices)
                .flatMap(
                    slice -> {
                      SliceFindings findings = new SliceFindings();
                      return DecodedBlocks.of(
                          open(reader.value().value(), hadoop, subset, slice, slices, findings),
                          findings);
                    }));
    boolean counted = false;
    try {
      Pass pass =
          blocks
              .mapPartitions(part -> Collections.singleton(Pass.of(part, info)).iterator())
              .treeReduce(Pass::plus);
      pass.statistics().requireWhole(pass.findings().badIds());
      counted = true;
      return new DecodedSplit(blocks, pass);
    } finally {
      if (!counted) {
        blocks.unpersist();
      }
    }
  }

  /** The result of one pass over a subset. */
  @DefaultSerializer(JavaSerialization.class)
  private record Pass(SplitStatistics statistics, SplitFindings findings) implements Serializable {
    static Pass of(Iterator<byte[]> part, DatasetInfo info) {
      DecodedBlocks.Reader blocks = new DecodedBlocks.Reader(part);
      SplitStatistics statistics = SplitStatistics.of(blocks, info);
      return new Pass(statistics, blocks.findings());
    }

    Pass plus(Pass other) {
      return new Pass(statistics.plus(other.statistics), findings.plus(other.findings));
    }
  }

  private static DatasetReader.Examples open(
      DatasetReader reader,
      Broadcast<SerializableConfiguration> hadoop,
      Split subset,
      int slice,
      int slices,
      FileFindings findings)
      throws IOException {
    DatasetReader.Examples examples =
        reader.read(hadoop.value().value(), subset, slice, slices, findings);
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

  /** Returns the examples, with the ids that they would have without the bad files. */
  JavaRDD<ExampleBlock> examples() {
    long[] bad = findings.badIds();
    return blocks
        .filter(block -> !SliceFindings.isFindings(block))
        .map(block -> ExampleBlock.fromBytes(block).renumbered(bad));
  }

  /** Returns the examples without their pixels. */
  JavaRDD<ExampleBlock> labels() {
    return labels.map(ExampleBlock::fromBytes);
  }

  SplitStatistics statistics() {
    return statistics;
  }

  SplitFindings findings() {
    return findings;
  }

  /** Returns all bad files in the order of their ids, of which only a part is in memory. */
  Iterator<FileFinding> badFiles() {
    return blocks
        .filter(SliceFindings::isFindings)
        .flatMap(block -> SliceFindings.fromBytes(block).bad().iterator())
        .sortBy(FileFinding::id, true, findings.bad() / SORTED_FILES + 1)
        .toLocalIterator();
  }

  @Override
  public void close() {
    labels.unpersist();
    blocks.unpersist();
  }
}
