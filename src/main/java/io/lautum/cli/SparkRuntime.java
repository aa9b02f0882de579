package io.lautum.cli;

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
  /** For rounds that pass a few megabytes of weights between driver and workers. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          // Weights hardly compress, and compressing them takes longer than sending them.
          "spark.broadcast.compress",
          "false",
          // A worker's result then comes with the message that it is there, not in a second fetch.
          "spark.task.maxDirectResultSize",
          "32m");

  private JavaSparkContext context;
  private boolean started;

  JavaSparkContext context(String name) {
    if (context == null) {
      SparkConf conf = new SparkConf().setAppName("lautum " + name);
      if (!conf.contains("spark.master")) {
        conf.setMaster("local[*]");
      }
      SETTINGS.forEach(conf::setIfMissing);
      started = SparkEnv.get() == null;
      context = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(conf));
    }
    return context;
  }

  /** Hadoop's settings as Spark will see them, without starting Spark. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  @Override
  public void close() {
    if (started) {
      context.stop();
    }
  }
}
