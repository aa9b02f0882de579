package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import io.lautum.ResourceException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class GpusTest {
  @Test
  void executorsThatNoWorkerCanStartAreRejectedWithNumbers() {
    StandaloneGpus gpus = new StandaloneGpus(List.of(1, 1, 0));
    assertThatThrownBy(() -> Gpus.requireAttainable(gpus, 2, 1, "spark://m:7077"))
        .isInstanceOf(ResourceException.class)
        .hasMessageStartingWith(
            "spark.executor.resource.gpu.amount = 2, but spark://m:7077 has 2 GPUs in 3 workers [1,"
                + " 1, 0]: no worker can start an executor");
  }

  @Test
  void moreTasksThanGpusAreRejectedWithNumbers() {
    StandaloneGpus gpus = new StandaloneGpus(List.of(4, 3));
    assertThatCode(() -> Gpus.requireAttainable(gpus, 2, 6, "spark://m:7077"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Gpus.requireAttainable(gpus, 2, 7, "spark://m:7077"))
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "workers = 7, each with a GPU, but spark://m:7077 has 7 GPUs in 2 workers [4, 3]:"
                + " enough for 6, in executors of spark.executor.resource.gpu.amount = 2; add GPUs,"
                + " or set -D workers=6");
  }

  @Test
  void requestsNothingWithoutGpus() {
    JavaSparkContext spark = LocalSpark.context();
    assertThat(Gpus.perExecutor(spark)).isZero();
    assertThat(Gpus.ofTask(spark.sc())).isEmpty();
    assertThat(WorkerDevices.bind(spark, 100, Optional::empty)).isEmpty();
    assertThatCode(() -> Gpus.requireAttainable(spark, 100)).doesNotThrowAnyException();
  }
}
