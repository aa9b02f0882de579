package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsecutivePartitionsTest {
  @Test
  void neighboursAreJoinedInOrder() {
    List<Integer> numbers = IntStream.range(0, 24).boxed().toList();
    List<List<Integer>> joined =
        ConsecutivePartitions.join(LocalSpark.context().parallelize(numbers, 12), 3)
            .glom()
            .collect();
    assertThat(joined)
        .containsExactly(numbers.subList(0, 8), numbers.subList(8, 16), numbers.subList(16, 24));
  }
}
