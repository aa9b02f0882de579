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
    assertShownUntilRestored(
        JobDescription.detail(spark, "round 2 of 9"), "pretrain lautum: round 2 of 9");
    assertThat(present()).isEqualTo("pretrain lautum");
    spark.clearJobGroup();
  }

  @Test
  void detailWithoutDescriptionBecomesDescription() {
    assertShownUntilRestored(JobDescription.detail(spark, "round 2 of 9"), "round 2 of 9");
    assertThat(present()).isNull();
  }

  @Test
  void replacementIsShownUntilRestored() {
    spark.setJobGroup("pretrain", "pretrain lautum");
    assertShownUntilRestored(JobDescription.replace(spark, "bind GPUs"), "bind GPUs");
    assertThat(present()).isEqualTo("pretrain lautum");
    spark.clearJobGroup();
  }

  private void assertShownUntilRestored(JobDescription description, String shown) {
    assertThat(present()).isEqualTo(shown);
    description.restore();
    assertThat(present()).isNotEqualTo(shown);
  }

  private String present() {
    return spark.getLocalProperty("spark.job.description");
  }
}
