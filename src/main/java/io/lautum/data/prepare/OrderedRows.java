package io.lautum.data.prepare;

import java.util.Collections;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.rdd.RDD;
import scala.Function2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/**
 * Rows whose sums come out the same each time. MLlib adds up with {@link RDD#treeAggregate}, which
 * takes the partitions in the order in which they finish, and floating-point sums depend on the
 * order; this one takes them as they are numbered.
 */
final class OrderedRows extends RDD<Vector> {
  private static final long serialVersionUID = 1L;

  OrderedRows(JavaRDD<Vector> rows) {
    super(rows.rdd(), rows.classTag());
  }

  @Override
  public Iterator<Vector> compute(Partition partition, TaskContext context) {
    return this.<Vector>firstParent(elementClassTag()).iterator(partition, context);
  }

  @Override
  public Partition[] getPartitions() {
    return this.<Vector>firstParent(elementClassTag()).partitions();
  }

  /** {@code depth} has no effect: the driver takes in a sum from each partition. */
  @Override
  public <U> U treeAggregate(
      U zero,
      Function2<U, Vector, U> add,
      Function2<U, U, U> merge,
      int depth,
      ClassTag<U> classTag) {
    List<U> parts =
        toJavaRDD()
            .mapPartitions(
                rows -> {
                  U sum = zero;
                  while (rows.hasNext()) {
                    sum = add.apply(sum, rows.next());
                  }
                  return Collections.singleton(sum).iterator();
                })
            .collect();
    U sum = zero;
    for (U part : parts) {
      sum = merge.apply(sum, part);
    }
    return sum;
  }
}
