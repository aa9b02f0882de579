package io.lautum.training.distributed;

import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Forms the mean of many workers' results in the order of the workers, through layers of tasks
 * where one driver would have to take in too many. Spark's own treeAggregate adds in the order of
 * arrival, which gives other bits each time.
 */
final class TreeMean {
  /** Results that one task, or the driver, takes in. */
  private static final int FAN_IN = 16;

  private TreeMean() {}

  /**
   * @param results one a worker
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
