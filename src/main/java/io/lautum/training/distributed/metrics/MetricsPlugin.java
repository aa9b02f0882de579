package io.lautum.training.distributed.metrics;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** Adds {@link TrainingGauges} to Spark's metrics system; named in {@code spark.plugins}. */
public final class MetricsPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext plugin) {
        TrainingGauges.ofProcess().register(plugin.metricRegistry());
        return Map.of();
      }
    };
  }

  /** Returns null: executors send their measurements to the driver with each round. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }
}
