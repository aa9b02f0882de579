package io.lautum.data.encoder;

import io.lautum.Text;
import io.lautum.operations.progress.ProgressBar;
import java.time.Duration;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how many tasks of a group of Spark's jobs are done. */
final class ProgressJob {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressJob.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

  private final JavaSparkContext spark;
  private final String group;
  private final String stage;
  private final ProgressBar bar = ProgressBar.ofProcess();
  private final long start = System.nanoTime();
  private final Thread thread;
  private long shown = start;

  private ProgressJob(JavaSparkContext spark, String group, String stage) {
    this.spark = spark;
    this.group = group;
    this.stage = stage;
    thread = new Thread(this::poll, "progress of " + stage);
    thread.setDaemon(true);
  }

  /**
   * Shows progress while jobs run.
   *
   * @param group group of the jobs
   * @param stage name in the line
   */
  static void during(JavaSparkContext spark, String group, String stage, Runnable jobs) {
    ProgressJob progress = new ProgressJob(spark, group, stage);
    progress.thread.start();
    try {
      jobs.run();
    } finally {
      progress.end();
    }
  }

  private void poll() {
    try {
      while (true) {
        Thread.sleep(POLL.toMillis());
        for (int job : spark.statusTracker().getJobIdsForGroup(group)) {
          SparkJobInfo info = spark.statusTracker().getJobInfo(job);
          if (info != null) {
            show(info.stageIds());
          }
        }
      }
    } catch (InterruptedException e) {
      // The jobs have ended.
    }
  }

  /** Shows the stage that runs; the tasks of others are done. */
  private void show(int[] stages) {
    for (int id : stages) {
      SparkStageInfo info = spark.statusTracker().getStageInfo(id);
      if (info != null && info.numActiveTasks() > 0) {
        show(info.numCompletedTasks(), info.numTasks());
      }
    }
  }

  private void show(int done, int tasks) {
    long now = System.nanoTime();
    double left = done == 0 ? Double.NaN : (now - start) / 1e9 / done * (tasks - done);
    bar.show(stage, done, tasks, "", left);
    if (!bar.isShown() && now - shown > BETWEEN_LINES.toNanos()) {
      shown = now;
      LOG.info(
          "{}: {} of {} tasks are done{}",
          stage,
          done,
          tasks,
          done == 0 ? "" : Text.format(", about %.0f s left", left));
    }
  }

  private void end() {
    thread.interrupt();
    try {
      // Otherwise the line could be drawn after it has been removed.
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    bar.clear();
  }
}
