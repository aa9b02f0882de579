package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ExecutorWatchTest {
  private static final long PATIENCE = 1000;

  private final JavaSparkContext spark = LocalSpark.context();
  private final AtomicInteger executors = new AtomicInteger(1);

  private ExecutorWatch watch;

  @BeforeEach
  void start() {
    watch =
        ExecutorWatch.start(
            spark, executors::get, Duration.ofMillis(PATIENCE), Duration.ofMillis(20));
  }

  @AfterEach
  void stop() {
    watch.close();
  }

  @Test
  void aJobWithoutExecutorsEndsAfterTheWait() throws Exception {
    JavaFutureAction<Void> job = sleep(20_000);
    Thread.sleep(PATIENCE + PATIENCE / 4);
    assertThat(job.isDone()).as("executors are there").isFalse();

    long lost = System.nanoTime();
    executors.set(0);
    assertThatThrownBy(() -> job.get(15, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .satisfies(
            failure ->
                assertThat(ExecutorWatch.reason(failure.getCause()))
                    .hasValue(
                        "local[2] has had no executor for 1 s; start workers, or wait longer for"
                            + " lost executors: --spark-conf spark.lautum.executors.wait=1h"));
    assertThat(Duration.ofNanos(System.nanoTime() - lost).toMillis()).isGreaterThan(PATIENCE - 50);
  }

  @Test
  void executorsThatComeBackInTimeAreEnough() throws Exception {
    JavaFutureAction<Void> job = sleep(PATIENCE + PATIENCE / 4);
    for (int i = 0; i < 8; i++) {
      executors.set(i % 2);
      Thread.sleep(PATIENCE / 8);
    }

    job.get(15, TimeUnit.SECONDS);
  }

  @Test
  void otherFailuresHaveNoReason() {
    assertThat(ExecutorWatch.reason(new IllegalStateException("Job 1 cancelled"))).isEmpty();
  }

  private JavaFutureAction<Void> sleep(long milliseconds) {
    return spark.parallelize(List.of(1), 1).foreachAsync(one -> Thread.sleep(milliseconds));
  }
}
