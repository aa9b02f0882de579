package io.lautum.operations.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The group of a thread's jobs, by which Spark's pages and cancellations name them, until {@link
 * #restore}. A group that the thread has already stays, so that its owner can cancel the jobs.
 */
public final class JobGroup {
  private static final String ID = "spark.jobGroup.id";
  private static final List<String> PROPERTIES =
      List.of(ID, "spark.job.description", "spark.job.interruptOnCancel");

  private final JavaSparkContext spark;
  private final Map<String, String> before = new HashMap<>();

  private JobGroup(JavaSparkContext spark) {
    this.spark = spark;
    PROPERTIES.forEach(property -> before.put(property, spark.getLocalProperty(property)));
  }

  /**
   * Begins a group, or only describes the jobs if the thread has a group.
   *
   * @param id name of the group
   */
  public static JobGroup begin(JavaSparkContext spark, String id, String description) {
    JobGroup group = new JobGroup(spark);
    if (current(spark) == null) {
      spark.setJobGroup(id, description);
    } else {
      spark.setJobDescription(description);
    }
    return group;
  }

  /** Returns the name of the group of this thread's jobs; null if they have none. */
  public static String current(JavaSparkContext spark) {
    return spark.getLocalProperty(ID);
  }

  /** Restores group and description as they were before. */
  public void restore() {
    before.forEach(spark::setLocalProperty);
  }
}
