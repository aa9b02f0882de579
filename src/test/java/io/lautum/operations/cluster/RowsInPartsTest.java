package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.ResultSize;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class RowsInPartsTest {
  private final JavaSparkContext spark = LocalSpark.context();

  @Test
  void smallPartitionsTakeOneJobEach() {
    for (int rows : new int[] {0, 5, 8}) {
      List<Integer> numbers = IntStream.range(0, rows).boxed().toList();
      String group = "small partitions, " + rows;
      JobGroup jobs = JobGroup.begin(spark, group, "");
      try {
        assertThat(collected(spark.parallelize(numbers, 4))).isEqualTo(numbers);
        assertThat(spark.statusTracker().getJobIdsForGroup(group)).hasSize(4);
      } finally {
        jobs.restore();
      }
    }
  }

  @Test
  void largePartitionsAndRowsComeInOrder() {
    // Two partitions of 3 MB; the last row is larger than a part.
    JavaRDD<String> texts =
        spark
            .parallelize(IntStream.range(0, 60).boxed().toList(), 2)
            .map(i -> i + "-".repeat(i == 59 ? 500_000 : 100_000));
    try (ResultSize size = ResultSize.megabyte()) {
      size.requireSet();
      List<String> found = collected(texts);
      assertThat(found).hasSize(60);
      for (int i = 0; i < 60; i++) {
        assertThat(found.get(i)).startsWith(i + "-");
      }
    }
  }

  private static <T> List<T> collected(JavaRDD<T> rows) {
    List<T> all = new ArrayList<>();
    Iterator<T> parts = new RowsInParts<>(rows);
    parts.forEachRemaining(all::add);
    return all;
  }
}
