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
 * Sums one array per partition, always in the same order. Spark's reductions add partitions in the
 * order in which they finish, and floating-point sums depend on the order. The sum is a tree of
 * tasks, so that the driver holds only a few arrays for any number of partitions.
 */
final class OrderedSum {
  /** The maximum number of arrays that a task or the driver sums. */
  private static final int FAN_IN = 8;

  private OrderedSum() {}

  /**
   * @param parts one array per partition, all of the same length
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
