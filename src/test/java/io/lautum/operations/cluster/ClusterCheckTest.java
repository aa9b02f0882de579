package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {
  @Test
  void dynamicAllocationIsRejectedOnClusters() {
    SparkConf conf = master("yarn").set("spark.dynamicAllocation.enabled", "true");

    assertThatThrownBy(() -> ClusterCheck.requireStaticAllocation(conf))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "spark.dynamicAllocation.enabled = true: not supported, because the workers of a"
                + " training need a constant number of executors; set --spark-conf"
                + " spark.dynamicAllocation.enabled=false");
    assertThatNoException()
        .isThrownBy(
            () -> ClusterCheck.requireStaticAllocation(conf.set("spark.master", "local[2]")));
    assertThatNoException().isThrownBy(() -> ClusterCheck.requireStaticAllocation(master("yarn")));
  }

  @Test
  void slotsOfThisProcessFollowFromTheMaster() {
    assertThat(ClusterCheck.localSlots("local")).hasValue(1);
    assertThat(ClusterCheck.localSlots("local[3]")).hasValue(3);
    assertThat(ClusterCheck.localSlots("local[3, 2]")).hasValue(3);
    assertThat(ClusterCheck.localSlots("local[*]"))
        .hasValue(Runtime.getRuntime().availableProcessors());
    assertThat(ClusterCheck.localSlots("local-cluster[2,1,1024]")).isEmpty();
    assertThat(ClusterCheck.localSlots("spark://m:7077")).isEmpty();
  }

  @Test
  void tooFewSlotsOfThisProcessAreAMistake() {
    assertThatThrownBy(
            () ->
                ClusterCheck.requireAttainable(
                    master("local[2]"), () -> new Configuration(false), 3))
        .isInstanceOf(UserException.class)
        .hasMessage("workers = 3, but local[2] has 2 task slots; add cores, or set -D workers=2");
  }

  @Test
  void waitsHaveDefaultsAndMalformedOnesAreMistakes() {
    SparkConf conf = new SparkConf(false);
    assertThat(CheckSettings.masterWait(conf)).hasSeconds(30);
    assertThat(CheckSettings.slotsWait(conf)).hasSeconds(60);
    assertThat(CheckSettings.storageWait(conf)).hasSeconds(60);
    assertThat(CheckSettings.executorsWait(conf)).hasMinutes(10);
    assertThat(CheckSettings.leastSpace(conf)).isEqualTo(100L << 20);

    conf.set("spark.lautum.slots.wait", "soon");
    assertThatThrownBy(() -> CheckSettings.slotsWait(conf))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("spark.lautum.slots.wait");
  }

  private static SparkConf master(String master) {
    return new SparkConf(false).set("spark.master", master);
  }
}
