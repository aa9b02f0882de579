package io.lautum.cli.doctor;

import io.lautum.ResourceException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.operations.cluster.Gpus;
import io.lautum.operations.cluster.Slots;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Checks the driver, the paths of a job and every executor. Driver only. */
public final class Doctor {
  /**
   * Time without a new executor after which all are assumed to be there: executors that start later
   * must be checked too.
   */
  private static final Duration EXECUTORS_SETTLED = Duration.ofSeconds(2);

  private Doctor() {}

  /**
   * Runs every check on the driver and, unless Spark is local and therefore has no other process,
   * on every executor. Executors with equal findings share one result.
   *
   * @param paths folders that driver and executors must be able to write to
   * @param workers training workers that must find a slot
   * @param times whether to measure training steps too, which takes up to a minute
   * @return the results in the order of the table; a check that fails is a result, not an exception
   */
  public static List<CheckResult> run(
      JavaSparkContext spark, List<String> paths, int workers, boolean times) {
    Configuration hadoop = spark.hadoopConfiguration();
    List<CheckResult> results = new ArrayList<>();
    List<Path> probes = new ArrayList<>();
    try {
      for (String path : paths) {
        PathCheck check = new PathCheck(path, hadoop);
        CheckResult result = check.outcome().on("driver");
        results.add(result);
        if (result.ok()) {
          probes.add(check.writeProbe());
        }
      }
      ProcessChecks checks =
          new ProcessChecks(
              VersionsCheck.found(),
              probes.stream().map(Path::toString).toList(),
              new SerializableConfiguration(hadoop),
              times);
      ProcessChecks ownChecks =
          new ProcessChecks(checks.versions(), List.of(), checks.hadoop(), times);
      ownChecks.run().forEach(result -> results.add(result.on("driver")));
      results.addAll(cluster(spark, checks, workers));
    } catch (IOException e) {
      results.add(failed("driver: files", e, "check the file system that the error names"));
    } finally {
      results.addAll(delete(probes, hadoop));
    }
    return results;
  }

  private static List<CheckResult> cluster(
      JavaSparkContext spark, ProcessChecks checks, int workers) {
    try {
      Gpus.requireAttainable(spark, 1);
    } catch (UserException | ResourceException e) {
      return List.of(
          CheckResult.failed(spark.master() + ": GPUs", e.getMessage(), "see docs/gpu.md"));
    }
    int slots = Slots.await(spark, workers, EXECUTORS_SETTLED);
    if (slots == 0) {
      return List.of(new SlotsCheck(0, 0, workers).run().on(spark.master()));
    }
    List<Tuple2<String, List<CheckResult>>> found;
    try {
      found =
          spark.isLocal()
              ? runOnEach(spark, slots, List::of)
              : runOnEach(spark, slots, checks::run);
    } catch (Exception e) {
      // Spark throws its checked SparkException undeclared.
      return List.of(failed(spark.master() + ": tasks", e, "see the logs of the executors"));
    }
    long executors = found.stream().map(Tuple2::_1).distinct().count();
    List<CheckResult> results = new ArrayList<>();
    results.add(new SlotsCheck(slots, (int) executors, workers).run().on(spark.master()));
    results.addAll(merge(found));
    return results;
  }

  private static List<CheckResult> delete(List<Path> probes, Configuration hadoop) {
    List<CheckResult> failures = new ArrayList<>();
    for (Path probe : probes) {
      try {
        probe.getFileSystem(hadoop).delete(probe, false);
      } catch (IOException e) {
        failures.add(failed("driver: path " + probe, e, "delete the file that is left behind"));
      }
    }
    return failures;
  }

  private static CheckResult failed(String name, Exception e, String remedy) {
    String firstLine = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return CheckResult.failed(name, e.getClass().getSimpleName() + ": " + firstLine, remedy);
  }

  /** Merges equal results of several executors into one, named after the executors. */
  static List<CheckResult> merge(List<Tuple2<String, List<CheckResult>>> byExecutor) {
    Map<CheckResult, TreeSet<String>> executors = new LinkedHashMap<>();
    for (Tuple2<String, List<CheckResult>> executor : byExecutor) {
      for (CheckResult result : executor._2()) {
        executors.computeIfAbsent(result, key -> new TreeSet<>()).add(executor._1());
      }
    }
    return executors.entrySet().stream()
        .map(
            entry ->
                entry
                    .getKey()
                    .on(
                        (entry.getValue().size() == 1 ? "executor " : "executors ")
                            + String.join(", ", entry.getValue())))
        .toList();
  }

  /**
   * Formats a table with one line per result, which begins with {@code ok} or {@code FAILED}; the
   * remedy follows below a failure.
   */
  public static String format(List<CheckResult> results) {
    int width = results.stream().mapToInt(result -> result.name().length()).max().orElse(0);
    return results.stream().map(result -> line(result, width)).collect(Collectors.joining());
  }

  private static String line(CheckResult result, int width) {
    String line =
        Text.format(
            "%-6s  %-" + Math.max(width, 1) + "s  %s%n",
            result.ok() ? "ok" : "FAILED",
            result.name(),
            result.detail());
    return result.ok()
        ? line
        : line + "        remedy: " + result.remedy() + System.lineSeparator();
  }

  /** Returns whether a job may start, that is, no check has failed. */
  public static boolean passed(List<CheckResult> results) {
    return results.stream().allMatch(CheckResult::ok);
  }

  /**
   * Runs one task in every slot at the same time. If the number of tasks equals that of slots, the
   * scheduler of an idle cluster gives each slot one task.
   *
   * @return pairs of executor id and the task's result, one per slot
   */
  private static <T> List<Tuple2<String, T>> runOnEach(
      JavaSparkContext spark, int slots, Function0<T> task) {
    List<Integer> numbers = IntStream.range(0, slots).boxed().collect(Collectors.toList());
    JavaRDD<Integer> tasks = spark.parallelize(numbers, slots);
    Gpus.ofTask(spark.sc()).ifPresent(tasks::withResources);
    return tasks.map(number -> new Tuple2<>(SparkEnv.get().executorId(), task.call())).collect();
  }
}
