package io.lautum.operations.cluster;

import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Spark plugin (spark.plugins) that sets the defaults of executors, which are also those of the
 * driver: {@link Locale#ROOT}, because Spark and Hadoop number files and attempts of tasks with the
 * digits of the default locale, and a private folder for native libraries.
 */
public final class ProcessDefaults implements SparkPlugin {
  /** Sets the defaults of this process, before it loads a native library. */
  public static void set() {
    Locale.setDefault(Locale.ROOT);
    NativeCache.choose();
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
        set();
      }
    };
  }
}
