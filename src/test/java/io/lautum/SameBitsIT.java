package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that an experiment with every kind of training gives the same bytes regardless of how a
 * cluster runs its two workers.
 */
class SameBitsIT {
  private static final String SECRET = "d0-not-print-th1s";

  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static Path experiment;
  private static ExperimentDigests expected;

  @BeforeAll
  static void runOnTwoExecutors() throws Exception {
    experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    cluster = StandaloneCluster.start(2, 2, "2g");
    run(cluster, "two", "spark.executor.cores=1", "spark.cores.max=2");
    expected = ExperimentDigests.of(root("two"));
    assertThat(expected.digests())
        .containsKeys(
            "pretrain/lautum/model.zip",
            "pretrain/local-entropy/model.zip",
            "pretrain/heat/model.zip",
            "results.json");
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @Test
  void sameBytesOnOneExecutor() throws Exception {
    Path log = run(cluster, "one", "spark.executor.cores=2", "spark.cores.max=2");
    assertThat(log).content().contains("Executor added: app").doesNotContain("/1 on worker");
    assertThat(ExperimentDigests.of(root("one"))).isEqualTo(expected);
  }

  /** A copy of a slow task must not count twice. */
  @Test
  @Tag("long")
  void sameBytesWithCopiesOfSlowTasks() throws Exception {
    Path log =
        run(
            cluster,
            "copies",
            "spark.executor.cores=2",
            "spark.speculation=true",
            "spark.speculation.interval=2ms",
            "spark.speculation.multiplier=1.0",
            "spark.speculation.quantile=0.1",
            "spark.speculation.minTaskRuntime=1ms");
    assertThat(log).content().containsPattern("Marking task .* as speculatable");
    assertThat(ExperimentDigests.of(root("copies"))).isEqualTo(expected);
  }

  /**
   * Executors fine-tune the same models as the driver, and receive and return them encrypted. The
   * processes' locale does not use ASCII digits.
   */
  @Test
  @Tag("long")
  void sameBytesWithFineTuningOnExecutorsEncryptionAndArabicDigits() throws Exception {
    Map<String, String> properties =
        Map.of(
            "user.language", "ar",
            "user.country", "EG",
            "spark.authenticate", "true",
            "spark.authenticate.secret", SECRET,
            "spark.network.crypto.enabled", "true",
            "spark.io.encryption.enabled", "true");
    Path log;
    try (StandaloneCluster secure = StandaloneCluster.start(2, 1, "1g", properties)) {
      log =
          run(
              secure,
              "secure",
              List.of("-D", "finetune.on=executors"),
              "spark.executor.cores=1",
              "spark.executor.defaultJavaOptions=-Duser.language=ar -Duser.country=EG");
    }
    assertThat(log)
        .content()
        .contains("finetune: 6 of 6")
        .doesNotContainPattern("(finetune|pretrain|evaluate)[: ].*[٠-٩]");
    assertThat(ExperimentDigests.of(root("secure"))).isEqualTo(expected);
    assertThat(log).content().doesNotContain(SECRET);
    assertThat(WrittenFiles.containing(root("secure"), SECRET)).isEmpty();
  }

  private static Path run(StandaloneCluster cluster, String workdir, String... settings)
      throws Exception {
    return run(cluster, workdir, List.of(), settings);
  }

  private static Path run(
      StandaloneCluster cluster, String workdir, List<String> overrides, String... settings)
      throws Exception {
    List<String> sparkArgs = new ArrayList<>();
    for (String setting : settings) {
      sparkArgs.addAll(List.of("--conf", setting));
    }
    List<String> arguments =
        SmallExperiment.runArguments(
            experiment.toString(),
            folder.resolve(workdir).toString(),
            "lautum,local-entropy,heat",
            "-D",
            "pretrain.local-entropy.rounds=5",
            "-D",
            "pretrain.local-entropy.sampler=importance",
            "-D",
            "pretrain.heat.rounds=5",
            "-D",
            "pretrain.local-entropy.batch-size=16",
            "-D",
            "pretrain.heat.batch-size=16");
    arguments.addAll(overrides);
    Path log = folder.resolve(workdir + ".log");
    int exitCode = cluster.submit("io.lautum.cli.Main", sparkArgs, arguments, log);
    assertThat(exitCode).as(() -> WrittenFiles.text(log)).isZero();
    return log;
  }

  private static Path root(String workdir) {
    return folder.resolve(workdir).resolve("small");
  }
}
