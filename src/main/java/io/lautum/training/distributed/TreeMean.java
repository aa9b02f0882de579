package io.lautum.training.distributed;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Averages many workers' results in the order of the workers, through layers of tasks if one driver
 * would have to receive too many. Spark's own treeAggregate adds in the order of arrival, which
 * gives different bits each time.
 */
final class TreeMean {
  /** Maximum number of results that one task, or the driver, receives. */
  static final int FAN_IN = 16;

  private TreeMean() {}

  /**
   * Returns the mean of all results.
   *
   * @param results one result per worker
   * @param fetches number of Spark jobs in which the driver receives the results, each a part of
   *     all weights; several keep the results on the executors' disks meanwhile
   */
  static RoundMean of(JavaRDD<RoundMean> results, int workers, int fetches) {
    JavaRDD<RoundMean> merged = results;
    for (int span = FAN_IN; span < workers; span *= FAN_IN) {
      int workersPerGroup = span;
      int groups = (workers + span - 1) / span;
      merged =
          merged
              .mapToPair(part -> new Tuple2<>(part.firstWorker() / workersPerGroup, part))
              .groupByKey(new HashPartitioner(groups))
              .map(group -> RoundMean.of(group._2().iterator()));
    }
    if (fetches == 1) {
      return RoundMean.of(merged.collect().iterator());
    }
    // In memory, they could displace the workers' data.
    merged.persist(StorageLevel.DISK_ONLY());
    try {
      List<RoundMean> means = new ArrayList<>();
      for (int i = 0; i < fetches; i++) {
        int number = i;
        means.add(
            RoundMean.of(merged.map(result -> result.part(number, fetches)).collect().iterator()));
      }
      return RoundMean.joined(means);
    } finally {
      merged.unpersist();
    }
  }
}
