package io.lautum.cli;

import io.lautum.training.distributed.metrics.MetricsPlugin;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Spark of this process: started by the first who needs it, with what spark-submit has set. A
 * context that is there already is used, and left to whoever started it.
 */
final class SparkRuntime implements AutoCloseable {
  /** Where spark-submit has not set them. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          // A name node that restarts, or is in safe mode, must not end a run of hours: it is
          // waited
          // for, as long as dfs.client.retry.policy.spec says.
          "spark.hadoop.dfs.client.retry.policy.enabled",
          "true",
          // Weights hardly compress, and compressing them takes longer than sending them.
          "spark.broadcast.compress",
          "false",
          // A worker's result then comes with the message that it is there, not in a second fetch.
          "spark.task.maxDirectResultSize",
          "32m");

  private static final String PLUGINS = "spark.plugins";

  private JavaSparkContext context;
  private boolean started;

  JavaSparkContext context(String name) {
    if (context == null) {
      SparkConf conf = settings().setAppName("lautum " + name);
      conf.setIfMissing("spark.master", "local[*]");
      started = SparkEnv.get() == null;
      context = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(conf));
    }
    return context;
  }

  /** Hadoop's settings as Spark will see them, without starting Spark. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(settings());
  }

  private static SparkConf settings() {
    SparkConf conf = new SparkConf();
    SETTINGS.forEach(conf::setIfMissing);
    String plugins = conf.get(PLUGINS, "");
    String metrics = MetricsPlugin.class.getName();
    conf.set(PLUGINS, plugins.isEmpty() ? metrics : plugins + "," + metrics);
    return conf;
  }

  @Override
  public void close() {
    if (started) {
      context.stop();
    }
  }
}
