package io.lautum.data.prepare;

import org.apache.spark.Partitioner;

/** Partitions by integer keys: one partition per key, or per group of neighbouring keys. */
final class NumberedPartitions extends Partitioner {
  private final int partitions;
  private final int neighbours;

  /**
   * @param partitions number of partitions
   * @param neighbours number of neighbouring keys per partition, at least 1
   */
  NumberedPartitions(int partitions, int neighbours) {
    this.partitions = partitions;
    this.neighbours = neighbours;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return (Integer) key / neighbours;
  }
}
