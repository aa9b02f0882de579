package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import scala.Function2;
import scala.reflect.ClassTag;

class OrderedRowsTest {
  private interface Add extends Function2<String, Vector, String>, Serializable {}

  private interface Merge extends Function2<String, String, String>, Serializable {}

  /** Returns one row per partition; the first partition is the last to finish. */
  private static JavaRDD<Vector> rows() {
    return LocalSpark.context()
        .parallelize(List.of(0, 1, 2, 3), 4)
        .map(
            i -> {
              Thread.sleep(i == 0 ? 1500 : 0);
              return Vectors.dense(i);
            });
  }

  private static String joined(RDD<Vector> rows) {
    Add add = (text, row) -> text + (int) row.apply(0);
    Merge merge = (a, b) -> a + b;
    return rows.treeAggregate("", add, merge, 1, ClassTag.apply(String.class));
  }

  @Test
  void partitionsAreAddedInNumericalOrder() {
    assertThat(joined(new OrderedRows(rows()))).isEqualTo("0123");
    // The reason for the class, which can be removed if Spark's own sum becomes ordered.
    assertThat(joined(rows().rdd())).isNotEqualTo("0123");
  }

  @Test
  void rowsAreThoseOfTheParent() {
    OrderedRows rows =
        new OrderedRows(LocalSpark.context().parallelize(List.of(Vectors.dense(7)), 3));
    assertThat(rows.toJavaRDD().collect()).containsExactly(Vectors.dense(7));
    assertThat(rows.getNumPartitions()).isEqualTo(3);
  }
}
