package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedSumTest {
  private static JavaRDD<double[]> parts(int count, long pause) {
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    return LocalSpark.context()
        .parallelize(numbers, count)
        .mapPartitions(
            part -> {
              int i = part.next();
              Thread.sleep(i % 3 == 0 ? pause : 0);
              return Collections.singleton(new double[] {1, 1 / (1.0 + i)}).iterator();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 70})
  void allPartsAreAddedOnce(int count) {
    double[] sum = OrderedSum.of(parts(count, 0));
    assertThat(sum[0]).isEqualTo(count);
    double harmonic = IntStream.rangeClosed(1, count).mapToDouble(i -> 1.0 / i).sum();
    assertThat(sum[1]).isCloseTo(harmonic, within(1e-12));
  }

  /**
   * The order in which parts finish has no effect. Up to eight parts are added from left to right.
   */
  @Test
  void additionFollowsTheOrderOfPartitions() {
    assertThat(OrderedSum.of(parts(20, 60))).isEqualTo(OrderedSum.of(parts(20, 0)));
    double leftToRight = 0;
    for (int i = 0; i < 7; i++) {
      leftToRight += 1 / (1.0 + i);
    }
    assertThat(OrderedSum.of(parts(7, 60))[1]).isEqualTo(leftToRight);
  }
}
