package io.lautum.cli;

import io.lautum.ResourceException;
import io.lautum.Text;
import io.lautum.operations.cluster.ExecutorWatch;
import io.lautum.operations.cluster.ProcessDefaults;
import io.lautum.training.distributed.RoundPlugin;
import io.lautum.training.distributed.metrics.MetricsPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.serializer.JavaSerializer;

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

  private static final String MASTER = "spark.master";
  private static final String PLUGINS = "spark.plugins";

  private static final String OUR_PLUGINS =
      Stream.of(ProcessDefaults.class, MetricsPlugin.class, RoundPlugin.class)
          .map(Class::getName)
          .collect(Collectors.joining(","));

  /** Seconds in which Spark has registered with a master, or has given up itself. */
  private static final long START_SECONDS = 120;

  /** Setting of Spark: how long its start also waits for executors. */
  private static final String REGISTERED_WAIT = "spark.scheduler.maxRegisteredResourcesWaitingTime";

  /** The slots that a command needs. */
  @FunctionalInterface
  interface Demand {
    /** Returns the number of tasks that must run simultaneously; asked when Spark starts. */
    int slots() throws IOException;
  }

  private JavaSparkContext context;
  private ExecutorWatch watch;
  private boolean started;
  private Demand demand = () -> 1;
  private boolean trains;

  /** States that the command trains networks in slots, which the cluster must have. */
  void requireSlots(Demand newDemand) {
    demand = newDemand;
    trains = true;
  }

  /** States that the command reports itself what the cluster has. */
  void requireOnlyMaster() {
    demand = () -> 0;
  }

  /**
   * Returns Spark, which the first call starts.
   *
   * @throws io.lautum.UserException if the settings exclude such a job
   * @throws io.lautum.ResourceException if the cluster does not answer or lacks slots
   */
  JavaSparkContext context(String name) {
    if (context == null) {
      SparkConf conf = withMaster(settings()).setAppName("lautum " + name);
      started = SparkEnv.get() == null;
      if (started) {
        int slots = slots();
        Preflight.cluster(conf, slots);
        context = start(conf);
        if (slots > 0 && !context.isLocal()) {
          Preflight.executors(context, slots, trains);
          watch = ExecutorWatch.start(context);
        }
      } else {
        context = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(conf));
      }
    }
    return context;
  }

  private int slots() {
    try {
      return demand.slots();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts Spark. If the master of a standalone cluster disappears meanwhile, Spark may wait
   * indefinitely in its constructor.
   */
  private static JavaSparkContext start(SparkConf conf) {
    String master = conf.get(MASTER);
    if (!master.startsWith("spark://")) {
      return new JavaSparkContext(conf);
    }
    long seconds = START_SECONDS + conf.getTimeAsSeconds(REGISTERED_WAIT, "30s");
    FutureTask<JavaSparkContext> start = new FutureTask<>(() -> new JavaSparkContext(conf));
    Thread thread = new Thread(start, "spark-start");
    thread.setDaemon(true);
    thread.start();
    try {
      return start.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ResourceException(
          Text.format(
              "%s has not accepted this job within %d s; see the master's log, and run the same"
                  + " command again",
              master, seconds));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Spark has not started on " + master, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Spark started", e);
    }
  }

  /** Returns settings with a master: the one of spark-submit, or all cores of this machine. */
  static SparkConf withMaster(SparkConf conf) {
    return conf.clone().setIfMissing(MASTER, "local[*]");
  }

  /** Returns Hadoop's settings as Spark will see them, without starting Spark. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(settings());
  }

  /**
   * Returns the settings of the launcher, with our defaults for those that it does not set, our
   * plugins in addition to its own, and always Java's serialisation.
   */
  public static SparkConf settings() {
    SparkConf conf = new SparkConf();
    SETTINGS.forEach(conf::setIfMissing);
    String plugins = conf.get(PLUGINS, "");
    conf.set(PLUGINS, plugins.isEmpty() ? OUR_PLUGINS : plugins + "," + OUR_PLUGINS);
    // A cluster's defaults may name Kryo, which creates no records.
    conf.set("spark.serializer", JavaSerializer.class.getName());
    return conf;
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    if (started && context != null) {
      context.stop();
    }
  }
}
