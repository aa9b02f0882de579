package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class FoldsJobTest {
  private static final AtomicInteger RUNNING = new AtomicInteger();

  @Test
  void lateTasksHaveEndedWhenTheJobFails() {
    JavaSparkContext spark = LocalSpark.context();
    FoldsJob job = new FoldsJob(spark, "test");
    assertThatThrownBy(
            () ->
                job.collect(
                    spark.parallelize(List.of(1, 2, 3), 3).map(FoldsJobTest::trainForever),
                    "tasks that do not end",
                    done -> {},
                    () -> RUNNING.get() > 0))
        .isInstanceOf(TimeLimit.MissedException.class);
    assertThat(RUNNING).hasValue(0);
    assertThat(job.collect(spark.parallelize(List.of(4, 5), 2), "tasks that end", done -> {}))
        .containsExactly(4, 5);
  }

  private static int trainForever(int fold) throws InterruptedException {
    RUNNING.incrementAndGet();
    try {
      while (!TaskContext.get().isInterrupted()) {
        Thread.sleep(10);
      }
      // As a step that is under way when the task is cancelled.
      Thread.sleep(500);
      throw new TaskKilledException();
    } finally {
      RUNNING.decrementAndGet();
    }
  }
}
