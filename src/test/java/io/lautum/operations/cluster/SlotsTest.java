package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.ResourceException;
import io.lautum.UserException;
import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void slotsOfAClusterMayComeBack() {
    assertThat(Slots.tooFew("spark://m:7077", false, 1, 3, false))
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "workers = 3, but spark://m:7077 has 1 task slots; add cores, or set -D workers=1, or"
                + " wait longer for executors: --spark-conf spark.lautum.slots.wait=10m");
  }

  @Test
  void executorsThatDoNotStartAreNoMatterOfWorkers() {
    assertThat(Slots.tooFew("yarn", false, 0, 1, false))
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "yarn has started no executor for this job; end other jobs, start workers, or wait"
                + " longer for executors: --spark-conf spark.lautum.slots.wait=10m");
  }

  @Test
  void slotsOfThisProcessDoNotChange() {
    assertThat(Slots.tooFew("local[2]", true, 2, 3, false))
        .isInstanceOf(UserException.class)
        .hasMessage("workers = 3, but local[2] has 2 task slots; add cores, or set -D workers=2");
  }

  @Test
  void executorsShareTheSlots() {
    assertThat(Slots.perExecutor(8, 2)).isEqualTo(4);
    assertThat(Slots.perExecutor(7, 2)).isEqualTo(4);
    assertThat(Slots.perExecutor(0, 0)).as("before executors register").isEqualTo(1);
  }
}
