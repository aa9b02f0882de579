package io.lautum.operations.cluster;

import io.lautum.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Ends the jobs of a cluster that has had no executor for a while. Spark itself waits indefinitely
 * for the first executor of a job. Driver only.
 */
public final class ExecutorWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** The message that Spark makes of the reason for which a job is cancelled. */
  private static final Pattern CANCELLED =
      Pattern.compile("Job \\d+ cancelled (.* has had no executor for \\d+ s;.*)");

  private final SparkContext spark;
  private final IntSupplier executors;
  private final Duration patience;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread watch = new Thread(task, "executor-watch");
            watch.setDaemon(true);
            return watch;
          });

  private long lastSeen = System.nanoTime();

  private ExecutorWatch(JavaSparkContext spark, IntSupplier executors, Duration patience) {
    this.spark = spark.sc();
    this.executors = executors;
    this.patience = patience;
  }

  /** Begins to watch the executors of a cluster. */
  public static ExecutorWatch start(JavaSparkContext spark) {
    Duration patience = CheckSettings.executorsWait(spark.getConf());
    // The driver is listed, too.
    return start(
        spark, () -> spark.sc().statusTracker().getExecutorInfos().length - 1, patience, POLL);
  }

  static ExecutorWatch start(
      JavaSparkContext spark, IntSupplier executors, Duration patience, Duration poll) {
    ExecutorWatch watch = new ExecutorWatch(spark, executors, patience);
    watch.thread.scheduleWithFixedDelay(
        watch::check, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void check() {
    int[] jobs = spark.statusTracker().getActiveJobIds();
    if (jobs.length == 0 || executors.getAsInt() > 0) {
      lastSeen = System.nanoTime();
    } else if (System.nanoTime() - lastSeen > patience.toNanos()) {
      String reason =
          Text.format(
              "%s has had no executor for %d s; start workers, or wait longer for lost executors:"
                  + " --spark-conf %s=1h",
              spark.master(), patience.toSeconds(), CheckSettings.EXECUTORS_WAIT);
      for (int job : jobs) {
        spark.cancelJob(job, reason);
      }
    }
  }

  /** Returns the reason if this class has ended a job with this failure. */
  public static Optional<String> reason(Throwable failure) {
    if (!(failure instanceof SparkException)) {
      return Optional.empty();
    }
    Matcher cancelled =
        CANCELLED.matcher(String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    return cancelled.matches() ? Optional.of(cancelled.group(1)) : Optional.empty();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
