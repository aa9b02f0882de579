package io.lautum.operations.cluster;

import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Spark plugin (spark.plugins) that makes {@link Locale#ROOT} the default locale of executors.
 * Spark and Hadoop number files and attempts of tasks with the digits of the default locale.
 */
public final class RootLocale implements SparkPlugin {
  /** Makes {@link Locale#ROOT} the default locale of this process. */
  public static void setDefault() {
    Locale.setDefault(Locale.ROOT);
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
        setDefault();
      }
    };
  }
}
