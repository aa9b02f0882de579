package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.evaluate.Results;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, in a process of its own, with experiment file and results on HDFS. */
class HdfsIT {
  @TempDir static Path folder;
  private static MiniDFSCluster cluster;

  @BeforeAll
  static void startHdfs() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
  }

  @AfterAll
  static void stopHdfs() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  void runsAllStagesOnHdfsAndNothingTheSecondTime() throws Exception {
    FileSystem hdfs = cluster.getFileSystem();
    String root = cluster.getURI().toString();
    assertThat(root).startsWith("hdfs://");
    try (FSDataOutputStream out = hdfs.create(path("/conf/small.conf"))) {
      out.write(SmallExperiment.FILE.getBytes(StandardCharsets.UTF_8));
    }
    List<String> arguments = List.of("run", root + "/conf/small.conf", "--workdir", root + "/runs");

    Path errors = folder.resolve("first.err");
    Path table = folder.resolve("first.out");
    assertThat(run(arguments, table, errors)).as(() -> read(errors)).isZero();
    assertThat(table)
        .content()
        .containsPattern("(?m)^method +10 labels +20 labels")
        .containsPattern("(?m)^scratch +\\d")
        .containsPattern("(?m)^standard +\\d");
    Map<String, Long> files = files(hdfs);
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
      assertThat(Results.read(in).methods()).containsExactly("scratch", "standard");
    }

    Path secondErrors = folder.resolve("second.err");
    Path secondTable = folder.resolve("second.out");
    assertThat(run(arguments, secondTable, secondErrors)).as(() -> read(secondErrors)).isZero();
    assertThat(read(secondTable)).isEqualTo(read(table));
    assertThat(read(secondErrors))
        .contains("nothing to do")
        .doesNotContain("Running Spark version");
    Map<String, Long> later = files(hdfs);
    // The report is rendered at each call; it is what the call is for.
    files.remove("report.html");
    later.remove("report.html");
    assertThat(later).isEqualTo(files);
  }

  private static int run(List<String> arguments, Path out, Path err)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    // The list of --add-opens and the settings of the numerical libraries are this process's.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.matches("--add-opens.*|-XX:\\+Ignore.*|-Dorg\\..*"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-cp",
            classPath(),
            "io.lautum.cli.Main"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Without the mini cluster, whose classes of HDFS must not stand in for Spark's own. */
  private static String classPath() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> !entry.contains("hadoop-client-minicluster"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Every file of the experiment by its relative name, with its time of change. */
  private static Map<String, Long> files(FileSystem hdfs) throws IOException {
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

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
