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
 * Blocks as bytes, which Spark stores and shuffles with Kryo because their type is known. For
 * objects Spark uses Java's serialisation, which keeps the last hundred objects of each stream in
 * memory; a shuffle has one stream per partition, so all blocks would stay in memory.
 */
final class SerializedBlocks extends RDD<byte[]> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<byte[]> BYTES = ClassTag.apply(byte[].class);

  private SerializedBlocks(JavaRDD<byte[]> blocks) {
    super(blocks.rdd(), BYTES);
  }

  /** Returns the same blocks, to be stored by {@link JavaRDD#persist}. */
  static JavaRDD<byte[]> of(JavaRDD<byte[]> blocks) {
    return new SerializedBlocks(blocks).toJavaRDD();
  }

  /**
   * Moves each block to the partition whose number is its key.
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

  /** Returns the logger name of Spark's own class instead of this project's. */
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
