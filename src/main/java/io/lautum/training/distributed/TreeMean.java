package io.lautum.training.distributed;

import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
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
   */
  static RoundMean of(JavaRDD<RoundMean> results, int workers) {
    JavaRDD<RoundMean> parts = results;
    for (int span = FAN_IN; span < workers; span *= FAN_IN) {
      int workersPerGroup = span;
      int groups = (workers + span - 1) / span;
      parts =
          parts
              .mapToPair(part -> new Tuple2<>(part.firstWorker() / workersPerGroup, part))
              .groupByKey(new HashPartitioner(groups))
              .map(group -> RoundMean.of(group._2().iterator()));
    }
    return RoundMean.of(parts.collect().iterator());
  }
}
