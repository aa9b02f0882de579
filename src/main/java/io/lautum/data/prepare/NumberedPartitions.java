package io.lautum.data.prepare;

import org.apache.spark.Partitioner;

/** Partitions whose numbers are the keys, or some neighbouring keys to one partition. */
final class NumberedPartitions extends Partitioner {
  private final int partitions;
  private final int neighbours;

  /**
   * @param partitions number of partitions
   * @param neighbours keys that go to one partition, at least 1
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
