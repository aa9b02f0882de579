package io.lautum.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function0;
import scala.Tuple2;

/** The places of a cluster where one task each can run. */
final class Slots {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private Slots() {}

  /**
   * Waits until there are as many slots as asked for and their number no longer grows, or for a
   * minute: executors register one after the other.
   *
   * @return tasks that can run at once now, counting cores and GPUs
   */
  static int await(JavaSparkContext spark, int wanted) {
    SparkContext context = spark.sc();
    long start = System.nanoTime();
    long changed = start;
    int slots = count(context);
    while (!spark.isLocal()) {
      long now = System.nanoTime();
      boolean settled = slots >= wanted && now - changed > SETTLED.toNanos();
      if (settled || now - start > PATIENCE.toNanos()) {
        break;
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      int found = count(context);
      if (found != slots) {
        slots = found;
        changed = System.nanoTime();
      }
    }
    return slots;
  }

  private static int count(SparkContext context) {
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  /**
   * Runs a task in every slot, all at once. On an idle cluster the scheduler gives each free slot
   * one of as many tasks.
   *
   * @return (executor's id, what the task returned), one for each slot
   */
  static <T> List<Tuple2<String, T>> runOnEach(
      JavaSparkContext spark, int slots, Function0<T> task) {
    List<Integer> numbers = IntStream.range(0, slots).boxed().collect(Collectors.toList());
    return spark
        .parallelize(numbers, slots)
        .map(number -> new Tuple2<>(SparkEnv.get().executorId(), task.call()))
        .collect();
  }
}
