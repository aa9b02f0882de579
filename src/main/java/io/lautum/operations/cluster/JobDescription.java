package io.lautum.operations.cluster;

import org.apache.spark.api.java.JavaSparkContext;

/** The description of a thread's jobs on Spark's pages. It is replaced until {@link #restore}. */
public final class JobDescription {
  private static final String PROPERTY = "spark.job.description";

  private final JavaSparkContext spark;
  private final String before;

  private JobDescription(JavaSparkContext spark) {
    this.spark = spark;
    this.before = spark.getLocalProperty(PROPERTY);
  }

  /** Replaces the description of this thread's jobs. */
  public static JobDescription replace(JavaSparkContext spark, String description) {
    JobDescription replaced = new JobDescription(spark);
    spark.setJobDescription(description);
    return replaced;
  }

  /** Adds a detail to the description of this thread's jobs, such as the round of a training. */
  public static JobDescription detail(JavaSparkContext spark, String detail) {
    JobDescription replaced = new JobDescription(spark);
    spark.setJobDescription(replaced.before == null ? detail : replaced.before + ": " + detail);
    return replaced;
  }

  /** Restores the description that this one has replaced. */
  public void restore() {
    spark.setJobDescription(before);
  }
}
