package io.lautum.operations.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The sums of running tasks. Spark adds a task's accumulators to the driver's only when the task
 * has ended; until then, the executors' heartbeats contain them, every 10 s by default.
 * Thread-safe.
 */
public final class RunningSums extends SparkListener {
  private final SparkContext context;
  private final Map<Long, LongConsumer> consumers = new ConcurrentHashMap<>();

  /** Listens to the heartbeats of a context's executors until the context stops. */
  public RunningSums(SparkContext context) {
    this.context = context;
    context.addSparkListener(this);
  }

  /**
   * Returns an accumulator for one task.
   *
   * @param consumer receives the task's sum with each heartbeat, until {@link #forget}; a repeated
   *     task starts again with 0
   */
  public LongAccumulator followed(String name, LongConsumer consumer) {
    LongAccumulator sum = context.longAccumulator(name);
    consumers.put(sum.id(), consumer);
    return sum;
  }

  /** Ends the calls for an accumulator. */
  public void forget(LongAccumulator sum) {
    consumers.remove(sum.id());
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        JavaConverters.seqAsJavaList(heartbeat.accumUpdates())) {
      for (AccumulableInfo sum : JavaConverters.seqAsJavaList(task._4())) {
        LongConsumer consumer = consumers.get(sum.id());
        if (consumer != null && sum.update().isDefined()) {
          consumer.accept((Long) sum.update().get());
        }
      }
    }
  }
}
