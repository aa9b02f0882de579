package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole program on YARN, with two executors in containers of their own. */
@Tag("long")
class YarnIT {
  private static final int MINUTES = 6;
  private static final List<String> CLIENT =
      List.of("--deploy-mode", "client", "--conf", "spark.executor.instances=2");

  @TempDir static Path folder;
  private static YarnCluster cluster;
  private static Path experiment;
  private static ExperimentDigests expected;

  @BeforeAll
  static void startAndRunWithoutYarn() throws Exception {
    experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    cluster = new YarnCluster(folder, 2, 4096);
    Path errors = folder.resolve("local.err");
    assertThat(
            new Program(Map.of())
                .run(
                    arguments(experiment.toString(), "local"), folder.resolve("local.out"), errors))
        .as(() -> WrittenFiles.text(errors))
        .isZero();
    expected = ExperimentDigests.of(folder.resolve("local/small"));
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @Test
  void clientModeGivesTheBytesOfALocalRun() throws Exception {
    Path log = folder.resolve("client.log");
    Process job = cluster.begin(CLIENT, arguments(experiment.toString(), "client"), log);
    assertThat(exitCode(job, log)).as(() -> WrittenFiles.text(log)).isZero();
    assertThat(log).content().contains("report: ");
    assertThat(ExperimentDigests.of(folder.resolve("client/small"))).isEqualTo(expected);
  }

  /** YARN starts another container, and Spark repeats the lost tasks. */
  @Test
  void lostContainerDoesNotChangeTheModels() throws Exception {
    Path log = folder.resolve("lost.log");
    List<String> arguments = new ArrayList<>(arguments(experiment.toString(), "lost"));
    Process job = cluster.begin(CLIENT, arguments, log);
    Path history = folder.resolve("lost/small/pretrain/standard/history.jsonl");
    while (!Files.exists(history)) {
      assertThat(job.waitFor(50, TimeUnit.MILLISECONDS)).as(() -> WrittenFiles.text(log)).isFalse();
    }
    List<ProcessHandle> executors = YarnCluster.containers("YarnCoarseGrainedExecutorBackend");
    assertThat(executors).isNotEmpty();
    executors.get(0).destroyForcibly();
    assertThat(exitCode(job, log)).as(() -> WrittenFiles.text(log)).isZero();
    assertThat(ExperimentDigests.of(folder.resolve("lost/small"))).isEqualTo(expected);
  }

  /** The driver runs in a container, which receives the experiment file. */
  @Test
  void clusterModeReadsTheShippedExperiment() throws Exception {
    Path log = folder.resolve("cluster.log");
    Process job =
        cluster.begin(
            List.of(
                "--deploy-mode",
                "cluster",
                "--files",
                experiment.toString(),
                "--conf",
                "spark.executor.instances=2"),
            arguments("small.conf", "cluster"),
            log);
    assertThat(exitCode(job, log)).as(() -> WrittenFiles.text(log)).isZero();
    assertThat(ExperimentDigests.of(folder.resolve("cluster/small"))).isEqualTo(expected);
  }

  private static List<String> arguments(String file, String workdir) {
    return SmallExperiment.runArguments(
        file, folder.resolve(workdir).toString(), "scratch,standard,lautum");
  }

  private static int exitCode(Process job, Path log) throws InterruptedException {
    assertThat(job.waitFor(MINUTES, TimeUnit.MINUTES)).as(() -> WrittenFiles.text(log)).isTrue();
    return job.exitValue();
  }
}
