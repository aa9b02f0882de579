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
 * Rows whose sums are reproducible. MLlib sums with {@link RDD#treeAggregate}, which adds
 * partitions in the order in which they finish, and floating-point sums depend on the order; this
 * class adds partitions in the order of their numbers.
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

  /** Aggregates on the driver, which adds one sum per partition; {@code depth} has no effect. */
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
