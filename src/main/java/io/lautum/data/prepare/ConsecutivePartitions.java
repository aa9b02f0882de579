package io.lautum.data.prepare;

import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.Serializable;

/**
 * Joins every n consecutive partitions into one, which reads them in order. Spark's own coalescing
 * groups partitions by data location instead. Serializable in Scala's sense, as Spark requires.
 */
final class ConsecutivePartitions implements PartitionCoalescer, Serializable {
  private static final long serialVersionUID = 1L;

  private ConsecutivePartitions() {}

  /**
   * @param groups new number of partitions, a divisor of the current one
   */
  static <T> JavaRDD<T> join(JavaRDD<T> partitions, int groups) {
    return partitions
        .rdd()
        .coalesce(groups, false, Option.apply(new ConsecutivePartitions()), null)
        .toJavaRDD();
  }

  @Override
  public PartitionGroup[] coalesce(int groups, RDD<?> parent) {
    Partition[] partitions = parent.partitions();
    PartitionGroup[] joined = new PartitionGroup[groups];
    for (int i = 0; i < partitions.length; i++) {
      int group = i / (partitions.length / groups);
      if (joined[group] == null) {
        joined[group] = new PartitionGroup(Option.empty());
      }
      joined[group].partitions().$plus$eq(partitions[i]);
    }
    return joined;
  }
}
