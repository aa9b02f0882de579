package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ExecutorSizeTest {
  /** Two workers of 4 cores and 8 GiB, one of 2 cores and 3 GiB. */
  private static final List<StandaloneWorker> WORKERS =
      List.of(
          new StandaloneWorker(4, 8192, 0),
          new StandaloneWorker(4, 8192, 0),
          new StandaloneWorker(2, 3072, 0));

  @Test
  void coresLimitTheNumberOfExecutors() {
    assertThat(size("1", "1g").slots(WORKERS)).isEqualTo(4 + 4 + 2);
    assertThat(size("3", "1g").slots(WORKERS)).isEqualTo(3 + 3);
  }

  @Test
  void memoryLimitsTheNumberOfExecutors() {
    assertThat(size("1", "3g").slots(WORKERS)).isEqualTo(2 + 2 + 1);
    assertThat(size("2", "8193m").slots(WORKERS)).isZero();
  }

  @Test
  void anExecutorWithoutSizeGetsAWholeWorker() {
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "4g");

    assertThat(ExecutorSize.of(conf).slots(WORKERS)).isEqualTo(4 + 4);
  }

  @Test
  void tasksMayOccupySeveralCoresAndJobsMayHaveALimit() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.executor.cores", "4")
            .set("spark.executor.memory", "1g")
            .set("spark.task.cpus", "2");
    assertThat(ExecutorSize.of(conf).slots(WORKERS)).isEqualTo(2 + 2);

    conf.set("spark.cores.max", "5");
    assertThat(ExecutorSize.of(conf).slots(WORKERS)).isEqualTo(2);
  }

  private static ExecutorSize size(String cores, String memory) {
    return ExecutorSize.of(
        new SparkConf(false)
            .set("spark.executor.cores", cores)
            .set("spark.executor.memory", memory));
  }
}
