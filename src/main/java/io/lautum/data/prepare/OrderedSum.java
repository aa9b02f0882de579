package io.lautum.data.prepare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Adds up one array from each partition, always in the same order. Spark's reductions take the
 * partitions as they finish, and floating-point sums depend on the order. A tree of tasks, so that
 * the driver holds a few arrays however many partitions there are.
 */
final class OrderedSum {
  /** The most arrays that a task or the driver adds up. */
  private static final int FAN_IN = 8;

  private OrderedSum() {}

  /**
   * @param parts one array in each partition, all of one length
   */
  static double[] of(JavaRDD<double[]> parts) {
    JavaPairRDD<Integer, double[]> sums =
        parts.mapPartitionsToPair(
            part ->
                Collections.singleton(new Tuple2<>(TaskContext.getPartitionId(), part.next()))
                    .iterator());
    while (sums.getNumPartitions() > FAN_IN) {
      int groups = (sums.getNumPartitions() - 1) / FAN_IN + 1;
      sums =
          sums.partitionBy(new NumberedPartitions(groups, FAN_IN))
              .mapPartitionsToPair(
                  group -> {
                    List<Tuple2<Integer, double[]>> members = new ArrayList<>();
                    group.forEachRemaining(members::add);
                    Tuple2<Integer, double[]> sum =
                        new Tuple2<>(members.get(0)._1() / FAN_IN, add(members));
                    return Collections.singleton(sum).iterator();
                  });
    }
    return add(sums.collect());
  }

  private static double[] add(List<Tuple2<Integer, double[]>> numbered) {
    List<Tuple2<Integer, double[]>> ordered = new ArrayList<>(numbered);
    ordered.sort(Comparator.comparing(Tuple2::_1));
    double[] sum = ordered.get(0)._2().clone();
    for (Tuple2<Integer, double[]> part : ordered.subList(1, ordered.size())) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part._2()[i];
      }
    }
    return sum;
  }
}
