package io.lautum.data.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutExamplesTest {
  /** A tenth of 25 is rounded to 3; one example cannot be divided. */
  @ParameterizedTest
  @CsvSource({"25, 0.1, 3", "20, 0.1, 2", "2, 0.1, 1", "1, 0.9, 0", "3, 0.99, 2", "25, 0, 0"})
  void shareIsHeldOutAndTheRestStays(int size, double share, int heldOut) {
    HeldOutExamples division = HeldOutExamples.of(size, share, 7);
    assertThat(HeldOutExamples.count(size, share)).isEqualTo(heldOut);
    assertThat(division.heldOut()).hasSize(heldOut).isSorted();
    assertThat(division.training()).hasSize(size - heldOut).isSorted();
    int[] both =
        IntStream.concat(IntStream.of(division.training()), IntStream.of(division.heldOut()))
            .toArray();
    assertThat(both).containsExactlyInAnyOrder(IntStream.range(0, size).toArray());
  }

  @Test
  void divisionDependsOnlyOnTheSeed() {
    int[] heldOut = HeldOutExamples.of(100, 0.2, 1).heldOut();
    assertThat(HeldOutExamples.of(100, 0.2, 1).heldOut()).isEqualTo(heldOut);
    assertThat(HeldOutExamples.of(100, 0.2, 2).heldOut()).isNotEqualTo(heldOut);
  }
}
