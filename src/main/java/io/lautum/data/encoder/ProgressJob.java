package io.lautum.data.encoder;

import io.lautum.operations.progress.ProgressBar;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes all rows of an RDD and shows how many tasks are done. */
final class ProgressJob {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressJob.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

  private final JavaSparkContext spark;
  private final ProgressBar bar = ProgressBar.ofProcess();

  ProgressJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Returns the number of rows. */
  long count(String stage, JavaRDD<?> rows) {
    long start = System.nanoTime();
    long shown = start;
    int tasks = rows.getNumPartitions();
    JavaFutureAction<Long> count = rows.countAsync();
    try {
      while (true) {
        try {
          return count.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          long now = System.nanoTime();
          int done = done(count);
          double left = done == 0 ? Double.NaN : (now - start) / 1e9 / done * (tasks - done);
          bar.show(stage, done, tasks, "", left);
          if (!bar.isShown() && now - shown > BETWEEN_LINES.toNanos()) {
            shown = now;
            LOG.info("{}: {} of {} tasks are done", stage, done, tasks);
          }
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(stage + " failed", e.getCause());
    } catch (InterruptedException e) {
      count.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stage + " was interrupted", e);
    } finally {
      bar.clear();
    }
  }

  private int done(JavaFutureAction<Long> count) {
    int done = 0;
    for (int job : count.jobIds()) {
      SparkJobInfo info = spark.statusTracker().getJobInfo(job);
      for (int stage : info == null ? new int[0] : info.stageIds()) {
        SparkStageInfo found = spark.statusTracker().getStageInfo(stage);
        done += found == null ? 0 : found.numCompletedTasks();
      }
    }
    return done;
  }
}
