package io.lautum.cli;

import io.lautum.operations.cluster.ProcessDefaults;
import io.lautum.training.distributed.RoundPlugin;
import io.lautum.training.distributed.metrics.MetricsPlugin;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Spark of this process, started at the first use with the settings of spark-submit. An existing
 * context is used and not stopped.
 */
public final class SparkRuntime implements AutoCloseable {
  /** Settings that apply unless spark-submit has set them. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          // A name node that restarts or is in safe mode must not end a run of hours: clients wait
          // for it, as long as dfs.client.retry.policy.spec states.
          "spark.hadoop.dfs.client.retry.policy.enabled",
          "true",
          // Weights hardly compress, and compressing them takes longer than sending them.
          "spark.broadcast.compress",
          "false",
          // A worker's result then comes with the message that the task is done, without a second
          // fetch.
          "spark.task.maxDirectResultSize",
          "32m");

  private static final String PLUGINS = "spark.plugins";

  private static final String OUR_PLUGINS =
      Stream.of(ProcessDefaults.class, MetricsPlugin.class, RoundPlugin.class)
          .map(Class::getName)
          .collect(Collectors.joining(","));

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

  /** Returns Hadoop's settings as Spark will see them, without starting Spark. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(settings());
  }

  /** Returns the settings of the launcher, with our defaults for those that it does not set. */
  public static SparkConf settings() {
    SparkConf conf = new SparkConf();
    SETTINGS.forEach(conf::setIfMissing);
    String plugins = conf.get(PLUGINS, "");
    conf.set(PLUGINS, plugins.isEmpty() ? OUR_PLUGINS : plugins + "," + OUR_PLUGINS);
    return conf;
  }

  @Override
  public void close() {
    if (started) {
      context.stop();
    }
  }
}
