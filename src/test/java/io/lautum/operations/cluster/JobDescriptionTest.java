package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class JobDescriptionTest {
  private final JavaSparkContext spark = LocalSpark.context();

  @Test
  void detailIsAddedUntilRestored() {
    spark.setJobGroup("pretrain", "pretrain lautum");
    JobDescription description = JobDescription.detail(spark, "round 2 of 9");
    assertThat(present()).isEqualTo("pretrain lautum: round 2 of 9");
    description.restore();
    assertThat(present()).isEqualTo("pretrain lautum");
    spark.clearJobGroup();
  }

  @Test
  void detailWithoutDescriptionBecomesDescription() {
    JobDescription description = JobDescription.detail(spark, "round 2 of 9");
    assertThat(present()).isEqualTo("round 2 of 9");
    description.restore();
    assertThat(present()).isNull();
  }

  @Test
  void replacementIsShownUntilRestored() {
    spark.setJobGroup("pretrain", "pretrain lautum");
    JobDescription description = JobDescription.replace(spark, "bind GPUs");
    assertThat(present()).isEqualTo("bind GPUs");
    description.restore();
    assertThat(present()).isEqualTo("pretrain lautum");
    spark.clearJobGroup();
  }

  private String present() {
    return spark.getLocalProperty("spark.job.description");
  }
}
