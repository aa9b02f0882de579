package io.lautum.operations.cluster;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.resource.ResourceInformation;

/**
 * Spark plugin (spark.plugins) that remembers the GPUs of this executor, because Spark does not
 * report them to tasks that have requested none.
 */
public final class ExecutorGpus implements SparkPlugin {
  private static volatile String[] addresses = {};

  /** Returns the GPUs' addresses; none if the plugin is not set, or outside executors. */
  static String[] addresses() {
    return addresses.clone();
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extraConf) {
        ResourceInformation gpus = context.resources().get(Gpus.RESOURCE);
        if (gpus != null) {
          addresses = gpus.addresses().clone();
        }
      }
    };
  }
}
