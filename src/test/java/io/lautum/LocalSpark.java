package io.lautum;

import io.lautum.training.distributed.RoundPlugin;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A Spark session with two threads, shared by all tests of a JVM; no test stops it. */
public final class LocalSpark {
  private LocalSpark() {}

  public static JavaSparkContext context() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session().sparkContext());
    context.setLogLevel("WARN");
    return context;
  }

  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("lautum-tests")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.plugins", RoundPlugin.class.getName())
        .config("spark.executor.heartbeatInterval", "500ms")
        .config("spark.sql.shuffle.partitions", 4)
        .getOrCreate();
  }
}
