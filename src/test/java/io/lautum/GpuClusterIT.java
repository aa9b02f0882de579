package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs jobs with GPUs on a standalone cluster whose only worker claims to have two GPUs. The
 * settings are those of {@code conf/cluster/gpu.conf}; ND4J uses its CPU backend.
 */
class GpuClusterIT {
  private static final String SHARDS = "runs/small/shards";

  @TempDir static Path shared;
  private static StandaloneCluster cluster;
  private static Path runLog;
  private static int runExitCode;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    Path script =
        Files.writeString(
            shared.resolve("discovery"),
            "#!/usr/bin/env bash\necho '{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    cluster =
        StandaloneCluster.start(
            1,
            4,
            "2g",
            Map.of(
                "spark.worker.resource.gpu.amount",
                "2",
                "spark.worker.resource.gpu.discoveryScript",
                script.toString()));
    runLog = shared.resolve("log");
    runExitCode = submit(shared, runLog, List.of("--conf", "spark.executor.cores=2"), "run");
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  /**
   * Executors have two cores: tasks that train take one GPU each, all other tasks take only cores.
   */
  @Test
  void everyWorkerTrainsWithASeparateGpu() throws Exception {
    String output = Files.readString(runLog);
    assertThat(runExitCode).as(output).isZero();
    List<String> gpus =
        Pattern.compile("worker (\\d) of 2: executor (\\d) on \\S+, GPU (\\d), ND4J CpuBackend")
            .matcher(output)
            .results()
            .map(MatchResult::group)
            .map(line -> line.replaceAll("^worker (\\d).*executor (\\d).* GPU (\\d).*", "$1 $2 $3"))
            .toList();
    assertThat(gpus).as(output).hasSize(2);
    assertThat(gpus.stream().map(line -> line.split(" ")[1])).containsExactlyInAnyOrder("0", "1");
    assertThat(gpus.stream().map(line -> line.split(" ")[2])).containsExactlyInAnyOrder("0", "1");
    assertThat(output)
        .contains("ND4J computes on the CPUs of workers with GPUs; only the engine cudnn uses")
        .containsPattern("(?m)^standard +\\d+\\.\\d");
  }

  @Test
  void moreWorkersThanGpusIsRejectedWithBothNumbers() throws Exception {
    Path log = folder.resolve("log");

    int exitCode =
        submit(folder, log, List.of("--conf", "spark.executor.cores=1"), "run", "-D", "workers=3");

    assertThat(exitCode).as(WrittenFiles.text(log)).isEqualTo(1);
    assertThat(log)
        .content()
        .contains(
            "lautum: workers = 3, each with a GPU, but %s has 2 GPUs in 1 workers [2]: enough for 2"
                .formatted(cluster.masterUrl()));
  }

  /** Spark itself would wait for these executors indefinitely. */
  @Test
  void executorsWithMoreGpusThanAWorkerAreRejectedWithBothNumbers() throws Exception {
    Path log = folder.resolve("log");

    int exitCode =
        submit(folder, log, List.of("--conf", "spark.executor.resource.gpu.amount=3"), "run");

    assertThat(exitCode).as(WrittenFiles.text(log)).isEqualTo(1);
    assertThat(log)
        .content()
        .contains("lautum: spark.executor.resource.gpu.amount = 3, but")
        .contains("has 2 GPUs in 1 workers [2]: no worker can start an executor");
  }

  @Test
  @Tag("long")
  void doctorFailsOnExecutorsWithUnusedGpus() throws Exception {
    Path log = folder.resolve("log");
    List<String> settings = new ArrayList<>(settings());
    settings.addAll(List.of("--conf", "spark.executor.cores=1"));

    int exitCode =
        cluster.submit("io.lautum.cli.Main", settings, List.of("doctor", "--workers", "2"), log);

    String output = Files.readString(log);
    assertThat(exitCode).as(output).isEqualTo(1);
    assertThat(output)
        .containsPattern("ok +driver: GPUs +none from Spark, ND4J computes on the CPU")
        .containsPattern("ok +spark\\S+: slots +2 slots in 2 executors")
        .containsPattern("FAILED +executor [01]: GPUs +from Spark \\[0\\], but the engine cudnn")
        .containsPattern("FAILED +executor [01]: GPUs +from Spark \\[1\\], but the engine cudnn")
        .contains("there is no NVIDIA driver (libcuda.so.1); install version 580");
  }

  /** The executors have a build for GPUs, but the machine has no GPU driver. */
  @Test
  @Tag("long")
  void unloadableCudaBackendOnAnExecutorGivesOneLine() throws Exception {
    copyShards();
    Path log = folder.resolve("log");
    String classPath =
        FakeCudaBackend.write(folder) + File.pathSeparator + TestClassPath.withoutMiniCluster();

    int exitCode =
        submit(
            folder,
            log,
            List.of(
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.executor.extraClassPath=" + classPath),
            "pretrain");

    assertThat(exitCode).as(WrittenFiles.text(log)).isEqualTo(1);
    assertThat(log)
        .content()
        .containsPattern(
            "(?m)^lautum: GPU [01]: ND4J computes with CpuBackend: there is no NVIDIA driver"
                + " \\(libcuda")
        .doesNotContain("\tat ");
  }

  /** The driver's only backend does not load. */
  @Test
  void unloadableBackendOnTheDriverGivesOneLine() throws Exception {
    copyShards();
    String classPath =
        FakeCudaBackend.write(folder)
            + File.pathSeparator
            + Arrays.stream(TestClassPath.withoutMiniCluster().split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*/nd4j-native-\\d[^/]*"))
                .collect(Collectors.joining(File.pathSeparator));
    Path err = folder.resolve("err");

    int exitCode =
        new Program(Map.of(), classPath)
            .run(arguments(folder, "pretrain"), folder.resolve("out"), err);

    assertThat(exitCode).as(WrittenFiles.text(err)).isEqualTo(1);
    assertThat(Files.readAllLines(err))
        .filteredOn(line -> line.startsWith("lautum: "))
        .singleElement()
        .asString()
        .startsWith(
            "lautum: ND4J's backend does not load: there is no NVIDIA driver (libcuda.so.1);"
                + " install version")
        .endsWith("; see docs/gpu.md, or run doctor");
    assertThat(err).content().doesNotContain("\tat io.lautum");
  }

  private void copyShards() throws IOException {
    FolderCopy.make(shared.resolve(SHARDS), folder.resolve(SHARDS));
  }

  private static int submit(Path folder, Path log, List<String> sparkArgs, String... command)
      throws Exception {
    List<String> settings = new ArrayList<>(settings());
    settings.addAll(sparkArgs);
    return cluster.submit("io.lautum.cli.Main", settings, arguments(folder, command), log);
  }

  private static List<String> arguments(Path folder, String... command) throws IOException {
    Path file = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add(1, file.toString());
    arguments.addAll(
        List.of(
            "--workdir",
            folder.resolve("runs").toString(),
            "--methods",
            "standard",
            "--labels",
            "10"));
    return arguments;
  }

  private static List<String> settings() throws IOException {
    List<String> settings = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("conf/cluster/gpu.conf"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] setting = line.split("\\s+", 2);
        settings.add("--conf");
        settings.add(
            setting[0]
                + "="
                + setting[1].replace("${LAUTUM_HOME}", Path.of("").toAbsolutePath().toString()));
      }
    }
    return settings;
  }
}
