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
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Writes the shards of one set, a task each. */
final class ShardJob {
  private final JavaSparkContext spark;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final Path folder;
  private final int workers;

  ShardJob(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      Path folder,
      int workers) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.folder = folder;
    this.workers = workers;
  }

  /** The whitened image of an example of an unlabelled set. */
  interface Whitener extends Function<Example, float[]>, Serializable {}

  /**
   * @param whitener never called for a labelled set
   */
  List<Manifest.File> write(
      ShardSet set, JavaRDD<Example> examples, ShardAssignment assignment, Whitener whitener) {
    Broadcast<ShardAssignment> shards = spark.broadcast(assignment);
    String path = new Path(folder, set.directory()).toString();
    Broadcast<SerializableConfiguration> configuration = hadoop;
    List<Manifest.File> files =
        examples
            .filter(example -> shards.value().contains(example.id()))
            .mapToPair(
                example ->
                    new Tuple2<>(
                        new Key(shards.value().shard(example.id()), example.id()), example))
            // Sorted by Spark, which spills to disk: a shard need not fit into memory here.
            .repartitionAndSortWithinPartitions(new ByShard(workers), Key.ORDER)
            .values()
            .mapPartitionsWithIndex(
                (index, shard) -> {
                  ShardWriter writer =
                      new ShardWriter(configuration.value().value(), set, whitener);
                  return Collections.singleton(writer.write(new Path(path), index, shard))
                      .iterator();
                },
                true)
            .collect();
    shards.destroy();
    return files;
  }

  private record Key(int shard, long id) implements Serializable {
    static final Comparator<Key> ORDER = new ById();
  }

  private static final class ById implements Comparator<Key>, Serializable {
    @Override
    public int compare(Key a, Key b) {
      return Long.compare(a.id(), b.id());
    }
  }

  private static final class ByShard extends HashPartitioner {
    ByShard(int shards) {
      super(shards);
    }

    @Override
    public int getPartition(Object key) {
      return ((Key) key).shard();
    }
  }
}
