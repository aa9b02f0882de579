package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobGroupTest {
  private final JavaSparkContext spark = LocalSpark.context();

  @AfterEach
  void clear() {
    spark.clearJobGroup();
  }

  @Test
  void groupIsSetUntilRestored() {
    spark.setJobDescription("before");
    JobGroup group = JobGroup.begin(spark, "prepare", "read images");
    assertThat(present()).containsExactly("prepare", "read images", "false");
    assertThat(JobGroup.current(spark)).isEqualTo("prepare");
    group.restore();
    assertThat(present()).containsExactly(null, "before", null);
  }

  @Test
  void groupOfTheCallerStays() {
    spark.setJobGroup("nightly", "the caller's jobs", true);
    JobGroup group = JobGroup.begin(spark, "prepare", "read images");
    assertThat(present()).containsExactly("nightly", "read images", "true");
    spark.setJobDescription("write shards");
    group.restore();
    assertThat(present()).containsExactly("nightly", "the caller's jobs", "true");
  }

  private List<String> present() {
    return Arrays.asList(
        spark.getLocalProperty("spark.jobGroup.id"),
        spark.getLocalProperty("spark.job.description"),
        spark.getLocalProperty("spark.job.interruptOnCancel"));
  }
}
