package io.lautum.cli;

import io.lautum.experiment.storage.FileSystemCheck;
import io.lautum.operations.cluster.CheckSettings;
import io.lautum.operations.cluster.ClusterCheck;
import io.lautum.operations.cluster.ExecutorLibraries;
import io.lautum.operations.cluster.Slots;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.Utils;

/**
 * The checks before the first stage. Each has a deadline, and the findings of one step are reported
 * together: file systems before the folder's lock, the cluster before Spark starts, slots and
 * native libraries of executors afterwards.
 */
final class Preflight {
  private Preflight() {}

  /** A condition that depends on files. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  /**
   * Checks that the file systems of a command answer.
   *
   * @param hadoop settings of the file systems
   * @param read places that the command reads; empty ones are skipped
   */
  static void storage(Configuration hadoop, Collection<String> read) {
    Findings findings = new Findings();
    answers(findings, check(SparkRuntime.settings(), hadoop), read);
    findings.report();
  }

  /**
   * Checks that the file systems of a command answer and that its output has free space. If not,
   * the cluster is checked, too, so that one attempt shows everything.
   *
   * @param hadoop settings of the file systems
   * @param read places that the command reads; empty ones are skipped
   * @param isRead whether the command reads these places now; asked if its output answers
   * @param output file or folder that the command writes
   */
  static void storage(Configuration hadoop, Collection<String> read, Condition isRead, Path output)
      throws IOException {
    SparkConf conf = SparkRuntime.settings();
    long least = CheckSettings.leastSpace(conf);
    FileSystemCheck files = check(conf, hadoop);
    Findings findings = new Findings();
    findings.check(() -> files.requireSpace(output, least, CheckSettings.LEAST_SPACE));
    for (String folder : Utils.getConfiguredLocalDirs(conf)) {
      Path local = new Path(new File(folder).toURI());
      findings.check(() -> files.requireSpace(local, least, CheckSettings.LEAST_SPACE));
    }
    boolean answers = findings.isEmpty();
    List<String> others = new ArrayList<>(answers && !isRead.holds() ? List.of() : read);
    String checked = store(output.toString(), hadoop);
    others.removeIf(place -> store(place, hadoop).equals(checked));
    answers(findings, files, others);
    if (!findings.isEmpty()) {
      cluster(findings, conf, 0);
    }
    findings.report();
  }

  private static void answers(Findings findings, FileSystemCheck files, Collection<String> read) {
    Map<String, String> places = new LinkedHashMap<>();
    read.forEach(place -> places.putIfAbsent(store(place, files.hadoop()), place));
    places.remove("");
    places.values().forEach(place -> findings.check(() -> files.requireAnswer(new Path(place))));
  }

  /**
   * Returns what one server answers for: a file system, or a place of this machine, which may be
   * mounted. Empty if there is no place, or if its use will reject it.
   */
  private static String store(String place, Configuration hadoop) {
    if (place.isEmpty()) {
      return "";
    }
    try {
      Path path = new Path(place);
      URI uri = path.toUri();
      uri = uri.getScheme() == null ? FileSystem.getDefaultUri(hadoop) : uri;
      return uri.getAuthority() == null ? path.toString() : uri.getScheme() + uri.getAuthority();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static FileSystemCheck check(SparkConf conf, Configuration hadoop) {
    return new FileSystemCheck(hadoop, CheckSettings.storageWait(conf), CheckSettings.STORAGE_WAIT);
  }

  /**
   * Checks the cluster before Spark starts.
   *
   * @param slots number of tasks that must run simultaneously; 0 if the command reports it itself
   */
  static void cluster(SparkConf conf, int slots) {
    Findings findings = new Findings();
    cluster(findings, conf, slots);
    findings.report();
  }

  private static void cluster(Findings findings, SparkConf conf, int slots) {
    SparkConf settings = SparkRuntime.withMaster(conf);
    findings.check(() -> ClusterCheck.requireStaticAllocation(settings));
    findings.check(() -> ClusterCheck.requireAttainable(settings, SparkRuntime::hadoop, slots));
  }

  /** Checks the executors of a cluster that Spark has started. */
  static void executors(JavaSparkContext spark, int slots, boolean trains) {
    Findings findings = new Findings();
    findings.check(() -> Slots.require(spark, slots));
    int found = Slots.now(spark);
    if (trains && found > 0) {
      findings.check(() -> ExecutorLibraries.require(spark, found));
    }
    findings.report();
  }
}
