package io.lautum.data.prepare;

import org.apache.spark.Partition;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import scala.Product2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/**
 * Blocks as bytes, which Spark writes to disk and shuffles by Kryo because their type is known.
 * Java's serialisation, its choice for objects, holds on to the last hundred of each stream, and a
 * shuffle has a stream for every partition: in the end, everything would be in memory.
 */
final class SerializedBlocks extends RDD<byte[]> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<byte[]> BYTES = ClassTag.apply(byte[].class);

  private SerializedBlocks(JavaRDD<byte[]> blocks) {
    super(blocks.rdd(), BYTES);
  }

  /** The same blocks, for {@link JavaRDD#persist}. */
  static JavaRDD<byte[]> of(JavaRDD<ExampleBlock> blocks) {
    return new SerializedBlocks(blocks.map(ExampleBlock::toBytes)).toJavaRDD();
  }

  /**
   * Moves each block to the partition that is its key.
   *
   * @param partitions number of partitions
   */
  static JavaRDD<ExampleBlock> shuffle(JavaPairRDD<Integer, ExampleBlock> blocks, int partitions) {
    RDD<? extends Product2<Integer, byte[]>> bytes = blocks.mapValues(ExampleBlock::toBytes).rdd();
    ShuffledRDD<Integer, byte[], byte[]> shuffled =
        new ShuffledRDD<>(
            bytes,
            new NumberedPartitions(partitions, 1),
            ClassTag.apply(Integer.class),
            BYTES,
            BYTES);
    shuffled.setSerializer(new KryoSerializer(new SparkConf()));
    return shuffled.toJavaRDD().map(block -> ExampleBlock.fromBytes(block._2()));
  }

  /** The log of Spark's own classes, not that of this project. */
  @Override
  public String logName() {
    return RDD.class.getName();
  }

  @Override
  public Iterator<byte[]> compute(Partition partition, TaskContext context) {
    return this.<byte[]>firstParent(BYTES).iterator(partition, context);
  }

  @Override
  public Partition[] getPartitions() {
    return this.<byte[]>firstParent(BYTES).partitions();
  }
}
