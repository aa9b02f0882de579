package io.lautum.prepare;

import io.lautum.data.Example;
import io.lautum.shard.Manifest;
import io.lautum.shard.ShardSet;
import io.lautum.shard.ShardWriter;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** The examples of one set, a partition a shard, each in the order of the ids. */
final class ShardedExamples implements AutoCloseable {
  private final ShardSet set;
  private final Broadcast<ShardAssignment> assignment;
  private final JavaRDD<Example> examples;

  /**
   * @param decoded a dataset of which the set is a part
   */
  ShardedExamples(
      JavaSparkContext spark,
      ShardSet set,
      JavaRDD<Example> decoded,
      ShardAssignment shardAssignment) {
    this.set = set;
    assignment = spark.broadcast(shardAssignment);
    Broadcast<ShardAssignment> shards = assignment;
    examples =
        decoded
            .filter(example -> shards.value().contains(example.id()))
            .mapToPair(
                example ->
                    new Tuple2<>(
                        new Key(shards.value().shard(example.id()), example.id()), example))
            // Sorted by Spark, which spills to disk: a shard need not fit into memory here.
            .repartitionAndSortWithinPartitions(new ByShard(shardAssignment.shards()), new ById())
            .values();
  }

  JavaRDD<Example> examples() {
    return examples;
  }

  /** The whitened image of an example of an unlabelled set. */
  interface Whitener extends Function<Example, float[]>, Serializable {}

  /**
   * Writes a file a shard, a task each.
   *
   * @param folder of the manifest
   * @param whitener never called for a labelled set
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

  @Override
  public void close() {
    assignment.destroy();
  }

  private record Key(int shard, long id) implements Serializable {}

  private static final class ById implements Comparator<Key>, Serializable {
    @Override
    public int compare(Key a, Key b) {
      return Long.compare(a.id(), b.id());
    }
  }

  private static final class ByShard extends Partitioner {
    private final int shards;

    ByShard(int shards) {
      this.shards = shards;
    }

    @Override
    public int numPartitions() {
      return shards;
    }

    @Override
    public int getPartition(Object key) {
      return ((Key) key).shard();
    }
  }
}
