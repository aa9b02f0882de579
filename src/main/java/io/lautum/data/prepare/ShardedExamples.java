package io.lautum.data.prepare;

import io.lautum.data.read.Example;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.data.shard.ShardWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The examples of one set, one partition per shard, each sorted by id.
 *
 * <p>The shuffle goes to many small partitions, each a range of ids of one shard, which are sorted
 * in memory one at a time. A sort of whole shards would use all of the heap that Spark allows.
 */
final class ShardedExamples {
  /** Average number of bytes of pixels that a task sorts at a time. */
  private static final long SORTED_BYTES = 8L << 20;

  private final ShardSet set;
  private final JavaRDD<Example> examples;

  /** Computes the whitened image of an example of an unlabelled set. */
  interface Whitener extends Function<Example, float[]>, Serializable {}

  /**
   * @param decoded decoded subset that contains the set
   * @param imageBytes number of bytes of pixels per example
   */
  ShardedExamples(ShardSet set, DecodedSplit decoded, ShardAssignment assignment, int imageBytes) {
    this.set = set;
    int shards = assignment.shards();
    // Each shard has about the same share of the ids in a range.
    long idsInRange = Math.max(1, SORTED_BYTES / imageBytes) * shards;
    int ranges = Math.toIntExact((decoded.statistics().size() - 1) / idsInRange + 1);
    JavaRDD<Example> sorted =
        SerializedBlocks.shuffle(
                decoded
                    .examples()
                    .flatMapToPair(block -> divide(block, assignment, idsInRange, ranges)),
                Math.multiplyExact(shards, ranges))
            .mapPartitions(ShardedExamples::inOrder);
    examples = ConsecutivePartitions.join(sorted, shards);
  }

  /** Returns the examples of a block by partition: first by shard, then by range of ids. */
  private static Iterator<Tuple2<Integer, ExampleBlock>> divide(
      ExampleBlock block, ShardAssignment assignment, long idsInRange, int ranges) {
    Map<Integer, List<Integer>> positions = new TreeMap<>();
    for (int i = 0; i < block.size(); i++) {
      long id = block.ids()[i];
      if (assignment.contains(id, block.labels()[i])) {
        int partition = assignment.shard(id) * ranges + (int) (id / idsInRange);
        positions.computeIfAbsent(partition, p -> new ArrayList<>()).add(i);
      }
    }
    return positions.entrySet().stream()
        .map(entry -> new Tuple2<>(entry.getKey(), block.of(entry.getValue())))
        .iterator();
  }

  private static Iterator<Example> inOrder(Iterator<ExampleBlock> blocks) {
    List<Example> examples = new ArrayList<>();
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      for (int i = 0; i < block.size(); i++) {
        examples.add(block.example(i));
      }
    }
    examples.sort(Comparator.comparingLong(Example::id));
    return examples.iterator();
  }

  JavaRDD<Example> examples() {
    return examples;
  }

  /**
   * Writes one file per shard, each in its own task.
   *
   * @param folder folder of the manifest
   * @param whitener whitening, not called for a labelled set
   */
  List<Manifest.File> write(
      Path folder, Broadcast<SerializableConfiguration> hadoop, Whitener whitener) {
    ShardSet written = set;
    String path = new Path(folder, set.directory()).toString();
    return examples
        .mapPartitionsWithIndex(
            (index, shard) -> {
              ShardWriter writer = new ShardWriter(hadoop.value().value(), written, whitener);
              return Collections.singleton(writer.write(new Path(path), index, shard)).iterator();
            },
            true)
        .collect();
  }
}
