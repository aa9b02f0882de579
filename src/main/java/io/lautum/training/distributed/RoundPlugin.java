package io.lautum.training.distributed;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Carries the messages between workers and driver over Spark's own connections, which it
 * authenticates and encrypts as configured; named in {@code spark.plugins}. There is one training
 * at a time per driver.
 */
public final class RoundPlugin implements SparkPlugin {
  private static final AtomicLong TRAININGS = new AtomicLong();
  private static final AtomicReference<Training> CURRENT = new AtomicReference<>();
  private static volatile boolean active;
  private static volatile PluginContext executor;

  private record Training(long number, RoundExchange exchange) {}

  /** Returns whether Spark was started with this plugin. Driver only. */
  static boolean isActive() {
    return active;
  }

  /**
   * Replaces the exchange that workers talk to. Driver only.
   *
   * @return number that the tasks of this training use; tasks of earlier trainings end
   */
  static long open(RoundExchange exchange) {
    long number = TRAININGS.incrementAndGet();
    CURRENT.set(new Training(number, exchange));
    return number;
  }

  /** Returns a worker's connection to a training's exchange. */
  static RoundLink link(long training) {
    // A driver that is its own executor needs no messages.
    return active
        ? new RoundLink.Local(training, RoundPlugin::exchange)
        : new RoundLink.Remote(training, executor);
  }

  /** Returns the exchange of a training; one that ends every worker if that training is over. */
  private static RoundExchange exchange(long training) {
    Training current = CURRENT.get();
    if (current != null && current.number() == training) {
      return current.exchange();
    }
    RoundExchange over = new RoundExchange(0);
    over.close();
    return over;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext plugin) {
        active = true;
        return Map.of();
      }

      @Override
      public Object receive(Object message) {
        return RoundLink.Remote.reply((byte[]) message, RoundPlugin::exchange);
      }

      @Override
      public void shutdown() {
        active = false;
        CURRENT.set(null);
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext plugin, Map<String, String> extraConf) {
        executor = plugin;
      }
    };
  }
}
