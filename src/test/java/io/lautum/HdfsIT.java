package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.lock.ExperimentLock;
import io.lautum.experiment.result.Results;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole program in a separate process, with experiment file and results on HDFS. */
class HdfsIT {
  private static final String MODEL = "pretrain/standard/model.zip";

  private static final Program PROGRAM = new Program(Map.of());

  @TempDir static Path folder;
  private static MiniDFSCluster cluster;
  private static DistributedFileSystem hdfs;
  private static String root;
  private static Path table;

  @BeforeAll
  static void runOnce() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
    root = cluster.getURI().toString();
    assertThat(root).startsWith("hdfs://");
    try (FSDataOutputStream out = hdfs.create(path("/conf/small.conf"))) {
      out.write(SmallExperiment.FILE.getBytes(StandardCharsets.UTF_8));
    }
    Path errors = folder.resolve("first.err");
    table = folder.resolve("first.out");
    assertThat(PROGRAM.run(arguments("/runs"), table, errors))
        .as(() -> WrittenFiles.text(errors))
        .isZero();
  }

  @AfterAll
  static void stopHdfs() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  void runsAllStagesOnHdfsAndSkipsAllTheSecondTime() throws Exception {
    assertThat(table)
        .content()
        .containsPattern("(?m)^method +10 labels +20 labels")
        .containsPattern("(?m)^scratch +\\d")
        .containsPattern("(?m)^standard +\\d");
    Map<String, Long> files = files();
    assertThat(files)
        .containsKeys(
            "resolved.conf",
            "shards/manifest.json",
            "shards/_SUCCESS",
            "pretrain/standard/model.zip",
            "pretrain/standard/history.jsonl",
            "pretrain/standard/_SUCCESS",
            "finetune/scratch/labels-10/draw-1/model.zip",
            "finetune/standard/labels-20/draw-1/_SUCCESS",
            "results.json",
            "provenance.json",
            "report.html")
        .allSatisfy((file, modified) -> assertThat(file).doesNotEndWith(".tmp"));
    try (var in = hdfs.open(path("/runs/small/results.json"))) {
      assertThat(Results.read(in, Results.FILE).methods()).containsExactly("scratch", "standard");
    }

    Path secondErrors = folder.resolve("second.err");
    Path secondTable = folder.resolve("second.out");
    assertThat(PROGRAM.run(arguments("/runs"), secondTable, secondErrors))
        .as(() -> WrittenFiles.text(secondErrors))
        .isZero();
    assertThat(WrittenFiles.text(secondTable)).isEqualTo(WrittenFiles.text(table));
    assertThat(WrittenFiles.text(secondErrors))
        .contains("nothing to do")
        .doesNotContain("Running Spark version");
    Map<String, Long> later = files();
    // Each call records its status.
    files.remove("result.json");
    later.remove("result.json");
    assertThat(later).isEqualTo(files);
  }

  @Test
  void onlyOneOfManyLocksAFolder() throws Exception {
    hdfs.mkdirs(path("/locked"));
    int processes = 8;
    ExecutorService threads = Executors.newFixedThreadPool(processes);
    List<Callable<ExperimentLock>> attempts =
        Collections.nCopies(
            processes,
            () -> {
              try {
                return ExperimentLock.acquire(hdfs, path("/locked"), "run", () -> {});
              } catch (InUseException e) {
                return null;
              }
            });
    List<ExperimentLock> got = new ArrayList<>();
    for (Future<ExperimentLock> attempt : threads.invokeAll(attempts)) {
      if (attempt.get() != null) {
        got.add(attempt.get());
      }
    }
    threads.shutdown();
    assertThat(got).hasSize(1);
    assertThat(hdfs.listStatus(path("/locked"))).hasSize(1);
    got.get(0).close();
    assertThat(hdfs.listStatus(path("/locked"))).isEmpty();
  }

  @Test
  @Tag("long")
  void runWaitsForARestartingNameNodeAndForSafeMode() throws Exception {
    Path errors = folder.resolve("restart.err");
    Process process =
        PROGRAM.begin(standardOnly("/restarted"), folder.resolve("restart.out"), errors);
    try {
      await(process, "/restarted/small/shards/_SUCCESS", errors);
      cluster.restartNameNode();
      hdfs.setSafeMode(SafeModeAction.SAFEMODE_ENTER);
      Thread.sleep(2000);
      hdfs.setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(process.exitValue()).as(() -> WrittenFiles.text(errors)).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(errors).content().contains("Retrying");
    assertThat(content("/restarted/small/" + MODEL)).isEqualTo(content("/runs/small/" + MODEL));
  }

  @Test
  void overwritingReplacesEverythingAndLeavesNothingElse() throws Exception {
    Map<String, Long> before = files();
    byte[] model = content("/runs/small/" + MODEL);
    Path errors = folder.resolve("overwrite.err");
    List<String> arguments = new ArrayList<>(arguments("/runs"));
    arguments.set(arguments.indexOf("--resume"), "--overwrite");
    assertThat(PROGRAM.run(arguments, folder.resolve("overwrite.out"), errors))
        .as(() -> WrittenFiles.text(errors))
        .isZero();
    Map<String, Long> after = files();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    assertThat(after.get(MODEL)).isGreaterThan(before.get(MODEL));
    assertThat(after.get("results.json")).isGreaterThan(before.get("results.json"));
    assertThat(content("/runs/small/" + MODEL)).isEqualTo(model);
  }

  @Test
  @Tag("long")
  void runStopsOnFullStorageAndContinuesWhenThereIsSpace() throws Exception {
    Path out = folder.resolve("full.out");
    Path full = folder.resolve("full.err");
    Process process = PROGRAM.begin(standardOnly("/full"), out, full);
    try {
      await(process, "/full/small/shards/_SUCCESS", full);
      long used = hdfs.getContentSummary(path("/full")).getSpaceConsumed();
      hdfs.setQuota(path("/full"), HdfsConstants.QUOTA_DONT_SET, used + 1000);
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> WrittenFiles.text(full)).isEqualTo(1);
    assertThat(full)
        .content()
        .containsPattern("(?m)^lautum: .*quota of /full .*free space .*--resume")
        .doesNotContain("\tat io.lautum");
    assertThat(hdfs.exists(path("/full/small/pretrain/standard/_SUCCESS"))).isFalse();

    hdfs.setQuota(path("/full"), HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    Path resumed = folder.resolve("resumed.err");
    assertThat(PROGRAM.run(standardOnly("/full"), out, resumed))
        .as(() -> WrittenFiles.text(resumed))
        .isZero();
    assertThat(content("/full/small/" + MODEL)).isEqualTo(content("/runs/small/" + MODEL));
  }

  private static void await(Process process, String file, Path errors) throws Exception {
    while (!hdfs.exists(path(file))) {
      assertThat(process.isAlive()).as(() -> WrittenFiles.text(errors)).isTrue();
      Thread.sleep(50);
    }
  }

  private static byte[] content(String file) throws IOException {
    try (FSDataInputStream in = hdfs.open(path(file))) {
      return in.readAllBytes();
    }
  }

  private static List<String> arguments(String workdir, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", root + "/conf/small.conf", "--workdir", root + workdir, "--resume"));
    arguments.addAll(List.of(options));
    return arguments;
  }

  /** Returns the arguments of a run that trains {@link #MODEL} and fine-tunes it once. */
  private static List<String> standardOnly(String workdir) {
    return arguments(workdir, "--methods=standard", "--labels=10");
  }

  /** Returns the modification times of the experiment's files, by relative name. */
  private static Map<String, Long> files() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all = hdfs.listFiles(path("/runs/small"), true);
    while (all.hasNext()) {
      LocatedFileStatus status = all.next();
      String name = status.getPath().toUri().getPath().substring("/runs/small/".length());
      files.put(name, status.getModificationTime());
    }
    return files;
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }
}
