package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ProcessGpuTest {
  @Test
  void processOutsideSparkChoosesItself() {
    assertThat(ProcessGpu.isExecutor()).isFalse();
    assertThat(ProcessGpu.address()).isEmpty();
  }

  @Test
  void onlyExecutorsOfAClusterCanHaveGpusThatTheDriverLacks() {
    assertThat(ProcessGpu.executorsHaveGpus(conf("spark://host:7077", "2"))).isTrue();
    assertThat(ProcessGpu.executorsHaveGpus(conf("spark://host:7077", "0"))).isFalse();
    assertThat(ProcessGpu.executorsHaveGpus(conf("local[4]", "1"))).isFalse();
    assertThat(ProcessGpu.executorsHaveGpus(new SparkConf(false))).isFalse();
  }

  private static SparkConf conf(String master, String gpus) {
    return new SparkConf(false)
        .set("spark.master", master)
        .set("spark.executor.resource.gpu.amount", gpus);
  }
}
