package io.lautum.operations.cluster;

import io.lautum.ResourceException;
import io.lautum.Text;
import io.lautum.UserException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** Checks the settings and the cluster of a job before Spark starts. Driver only. */
public final class ClusterCheck {
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
  private static final Pattern LOCAL =
      Pattern.compile("local(?:\\[\\s*([0-9]+|\\*)\\s*(?:,\\s*[0-9]+\\s*)?\\])?");

  private ClusterCheck() {}

  /**
   * Checks that executors are not allocated dynamically: those that end take their networks and
   * cached shards with them, and no executor starts before a job needs it.
   *
   * @throws UserException if they are
   */
  public static void requireStaticAllocation(SparkConf conf) {
    if (!isLocal(conf) && conf.getBoolean(DYNAMIC, false)) {
      throw new UserException(
          Text.format(
              "%s = true: not supported, because the workers of a training need a constant number"
                  + " of executors; set --spark-conf %s=false",
              DYNAMIC, DYNAMIC));
    }
  }

  /**
   * Waits for the master of a cluster, such as the API server of Kubernetes, and on a standalone
   * cluster for workers that can start the executors.
   *
   * @param hadoop settings of Hadoop, which are read for YARN only
   * @param slots number of tasks that must run simultaneously; 0 if only the master is needed
   * @throws UserException if this process is the cluster and has fewer slots
   * @throws ResourceException if the master does not answer, or its workers have fewer slots
   */
  public static void requireAttainable(SparkConf conf, Supplier<Configuration> hadoop, int slots) {
    String master = conf.get("spark.master");
    OptionalInt local = localSlots(master);
    if (local.isPresent() && local.getAsInt() < slots) {
      throw Slots.tooFew(master, true, local.getAsInt(), slots, false);
    }
    Optional<StandaloneMaster> standalone = StandaloneMaster.of(master);
    if (standalone.isPresent()) {
      new StandaloneCheck(standalone.get(), conf).require(slots);
    } else if (master.equals("yarn")) {
      new YarnCheck(hadoop.get(), CheckSettings.masterWait(conf)).require();
    } else if (master.startsWith(KubernetesCheck.SCHEME)) {
      new KubernetesCheck(conf, System.getenv()).require();
    }
  }

  private static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master").matches("local(\\[.*)?");
  }

  /** Returns the number of slots of this process; empty for a cluster. */
  public static OptionalInt localSlots(String master) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return OptionalInt.empty();
    }
    if (local.group(1) == null) {
      return OptionalInt.of(1);
    }
    return OptionalInt.of(
        local.group(1).equals("*")
            ? Runtime.getRuntime().availableProcessors()
            : Integer.parseInt(local.group(1)));
  }
}
