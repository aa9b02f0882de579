package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills executors and drivers with SIGKILL at random moments of a whole experiment on a cluster of
 * separate processes. In every case the experiment ends with the same shards, models and results as
 * an undisturbed one, byte for byte.
 *
 * <p>{@code -Dlautum.kills=20 -Dlautum.kills.epochs=40} kills 20 of each in longer trainings. A
 * table is written to standard output and to {@code target/kills.md}.
 */
class KillsIT {
  private static final int KILLS = Integer.getInteger("lautum.kills", 2);
  private static final long SEED = Long.getLong("lautum.kills.seed", 1);
  private static final int KILLS_A_RUN = 4;

  /** Time of a resumed run as a share of a whole one; a kill after its end would be none. */
  private static final double RESUMED = 0.4;

  private static final int LIMIT_SECONDS = 300;
  private static final int EPOCHS = Integer.getInteger("lautum.kills.epochs", 10);
  private static final Pattern LOGGED =
      Pattern.compile(
          "(?m)INFO"
              + " (?:StageRunner|PrepareJob|PretrainJob|RoundProgress|TrainingProgress|EvaluateJob):"
              + " (.*)$");

  private static final List<String> TABLE = new ArrayList<>();

  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static Path experiment;
  private static ExperimentDigests undisturbed;
  private static double undisturbedSeconds;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    cluster = StandaloneCluster.start(2, 1, "1g");
    experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    Path log = folder.resolve("undisturbed.log");
    long start = System.nanoTime();
    Process driver = begin("undisturbed", log);
    awaitSuccess(driver, log);
    undisturbedSeconds = (System.nanoTime() - start) / 1e9;
    undisturbed = digests("undisturbed");
    assertThat(undisturbed.digests().keySet())
        .contains(
            "shards",
            "pretrain/lautum/model.zip",
            "pretrain/standard/model.zip",
            "finetune/lautum/labels-20/draw-1/model.zip",
            "results.json");
    TABLE.add("| run | killed | after | while | outcome |");
    TABLE.add("|---|---|---|---|---|");
  }

  @AfterAll
  static void printTheTable() throws IOException {
    cluster.close();
    String text = String.join("\n", TABLE) + "\n";
    System.out.println(text);
    Files.writeString(Path.of("target", "kills.md"), text);
  }

  @Test
  void lostExecutorsDoNotChangeTheResult() throws Exception {
    Random random = new Random(SEED);
    int killed = 0;
    for (int run = 1; killed < KILLS; run++) {
      String workdir = "executors-" + run;
      Path log = folder.resolve(workdir + ".log");
      Process driver = begin(workdir, log);
      int killedInRun = 0;
      List<Integer> rows = new ArrayList<>();
      while (killed < KILLS && killedInRun < KILLS_A_RUN / 2 && sleep(driver, random, 0.5)) {
        List<ProcessHandle> executors = cluster.executors();
        if (executors.isEmpty()) {
          continue;
        }
        ProcessHandle victim = executors.get(random.nextInt(executors.size()));
        victim.destroyForcibly();
        rows.add(addRow(workdir, "executor", driver, log));
        killed++;
        killedInRun++;
      }
      awaitSuccess(driver, log);
      compare(workdir, rows);
    }
  }

  @Test
  @Tag("long")
  void killedDriverContinues() throws Exception {
    Random random = new Random(SEED + 1);
    int killed = 0;
    for (int run = 1; killed < KILLS; run++) {
      String workdir = "drivers-" + run;
      List<Integer> rows = new ArrayList<>();
      int killedInRun = 0;
      boolean finished = false;
      for (int start = 1; !finished; start++) {
        Path log = folder.resolve("%s-%d.log".formatted(workdir, start));
        Process driver = begin(workdir, log);
        boolean kill =
            killed < KILLS
                && killedInRun < KILLS_A_RUN
                && sleep(driver, random, start == 1 ? 1 : RESUMED);
        if (kill) {
          rows.add(addRow(workdir, "driver", driver, log));
          driver.destroyForcibly().waitFor();
          killed++;
          killedInRun++;
        } else {
          awaitSuccess(driver, log);
          finished = true;
        }
      }
      compare(workdir, rows);
    }
  }

  /**
   * The training then has more workers than slots for the rest of its rounds. Both trainings start
   * from the shards of the undisturbed run.
   */
  @Test
  @Tag("long")
  void lostWorkerNodeDoesNotChangeTheModel() throws Exception {
    String model = "pretrain/standard/model.zip";
    try (StandaloneCluster small = StandaloneCluster.start(2, 1, "1g")) {
      Path log = folder.resolve("nodes.log");
      Process driver = beginLong(small, "nodes", log);
      awaitSuccess(driver, log);
      String expected = digests("nodes").digests().get(model);

      Path lossLog = folder.resolve("node.log");
      driver = beginLong(small, "node", lossLog);
      Path history = folder.resolve("node/small/pretrain/standard/history.jsonl");
      while (!Files.exists(history) || Files.size(history) == 0) {
        assertThat(driver.waitFor(50, TimeUnit.MILLISECONDS))
            .as(() -> WrittenFiles.text(lossLog))
            .isFalse();
      }
      small.loseWorker();
      awaitSuccess(driver, lossLog);
      assertThat(lossLog).content().contains("only 1 task slots are left; workers take turns");
      assertThat(digests("node").digests().get(model)).isEqualTo(expected);
    }
  }

  private static Process beginLong(StandaloneCluster cluster, String workdir, Path log)
      throws IOException {
    String shards = "small/shards";
    FolderCopy.make(
        folder.resolve("undisturbed").resolve(shards), folder.resolve(workdir).resolve(shards));
    List<String> arguments = new ArrayList<>(arguments(workdir, "standard"));
    arguments.set(0, "pretrain");
    arguments.addAll(List.of("-D", "pretrain.epochs=30"));
    return cluster.begin(
        "io.lautum.cli.Main", List.of("--conf", "spark.executor.cores=1"), arguments, log);
  }

  private static void awaitSuccess(Process driver, Path log) throws InterruptedException {
    assertThat(driver.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
        .as(() -> WrittenFiles.text(log))
        .isTrue();
    assertThat(driver.exitValue()).as(() -> WrittenFiles.text(log)).isZero();
  }

  /**
   * Waits for up to a fraction of an undisturbed run's time; returns whether the driver still runs.
   */
  private static boolean sleep(Process driver, Random random, double share)
      throws InterruptedException {
    long milliseconds = Math.round(1000 * share * undisturbedSeconds * random.nextDouble());
    return !driver.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  private static Process begin(String workdir, Path log) throws IOException {
    return cluster.begin(
        "io.lautum.cli.Main",
        List.of("--conf", "spark.executor.cores=1"),
        arguments(workdir, "scratch,standard,lautum"),
        log);
  }

  private static List<String> arguments(String workdir, String methods) {
    return SmallExperiment.runArguments(
        experiment.toString(),
        folder.resolve(workdir).toString(),
        methods,
        "--resume",
        "-D",
        "pretrain.epochs=" + EPOCHS,
        "-D",
        "pretrain.checkpoint-every=10");
  }

  private static int addRow(String run, String victim, Process driver, Path log) {
    String text = WrittenFiles.text(log);
    Matcher matcher = LOGGED.matcher(text);
    String last = "starting";
    while (matcher.find()) {
      last = matcher.group(1);
    }
    Instant start = driver.info().startInstant().orElseThrow();
    TABLE.add(
        "| %s | %s | %.1f s | %s |"
            .formatted(run, victim, Duration.between(start, Instant.now()).toMillis() / 1e3, last));
    return TABLE.size() - 1;
  }

  /** Completes the rows with the outcome of the run. */
  private static void compare(String run, List<Integer> rows) throws IOException {
    ExperimentDigests files = digests(run);
    boolean same = files.equals(undisturbed);
    for (int row : rows) {
      TABLE.set(
          row,
          TABLE.get(row)
              + (same ? " %d files identical |".formatted(files.size()) : " **differs** |"));
    }
    assertThat(files).as(run).isEqualTo(undisturbed);
  }

  private static ExperimentDigests digests(String workdir) throws IOException {
    return ExperimentDigests.of(folder.resolve(workdir).resolve("small"));
  }
}
