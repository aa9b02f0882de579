package io.lautum.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

class DoctorTest {
  @TempDir Path folder;

  @Test
  void checksDriverPathsAndSlotsOfALocalContext() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    List<CheckResult> results =
        Doctor.run(spark(), List.of(folder + "/runs", file.toString() + "/runs"), 1000, false);

    assertThat(result(results, "driver: path " + folder + "/runs").ok()).isTrue();
    assertThat(result(results, "driver: path " + file + "/runs").ok()).isFalse();
    assertThat(result(results, "driver: LAPACK of ND4J").ok()).isTrue();
    assertThat(result(results, "driver: LAPACK of MLlib").ok()).isTrue();
    CheckResult engine = result(results, "driver: engine onednn");
    assertThat(engine.ok()).as(engine.detail()).isTrue();
    assertThat(engine.detail()).contains("float passes 35 checks, gradients within ");
    assertThat(result(results, "driver: engine dl4j").ok()).isTrue();
    CheckResult slots =
        results.stream().filter(each -> each.name().endsWith(": slots")).findFirst().orElseThrow();
    assertThat(slots.ok()).isFalse();
    assertThat(slots.detail()).matches("\\d+ slots in 1 executors, 1000 workers requested");
    assertThat(Doctor.passed(results)).isFalse();
    assertThat(folder).isDirectoryContaining("glob:**file").isDirectoryNotContaining("glob:**runs");
  }

  @Test
  void equalFindingsOfExecutorsAreOneResult() {
    CheckResult ok = CheckResult.passed("memory", "8 GiB");
    CheckResult bad = CheckResult.failed("memory", "1 GiB", "buy some");

    assertThat(
            Doctor.merge(
                List.of(
                    new Tuple2<>("0", List.of(ok)),
                    new Tuple2<>("0", List.of(ok)),
                    new Tuple2<>("1", List.of(bad)),
                    new Tuple2<>("2", List.of(ok)))))
        .containsExactly(
            CheckResult.passed("executors 0, 2: memory", "8 GiB"),
            CheckResult.failed("executor 1: memory", "1 GiB", "buy some"));
  }

  @Test
  void tableIsAlignedAndFailuresHaveRemedies() {
    List<CheckResult> results =
        List.of(
            CheckResult.passed("driver: disk", "9 GiB free"),
            CheckResult.failed("executor 1: memory", "1 GiB", "buy some"));

    assertThat(Doctor.format(results))
        .isEqualToNormalizingNewlines(
            """
            ok      driver: disk        9 GiB free
            FAILED  executor 1: memory  1 GiB
                    remedy: buy some
            """);
    assertThat(Doctor.passed(results)).isFalse();
    assertThat(Doctor.passed(results.subList(0, 1))).isTrue();
  }

  private static CheckResult result(List<CheckResult> results, String name) {
    return results.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** Returns the context that another test has left, or a new one: a JVM has at most one. */
  private static JavaSparkContext spark() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("doctor")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    return new JavaSparkContext(SparkContext.getOrCreate(conf));
  }
}
