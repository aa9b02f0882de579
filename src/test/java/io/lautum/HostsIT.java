package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.Results;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the whole program on three hosts that share no address: the driver on one host, an executor
 * on each other host, and all files on HDFS.
 */
@Tag("long")
class HostsIT {
  @TempDir Path folder;

  @Test
  void runsAllStagesAcrossHosts() throws Exception {
    try (NetworkNamespaces network = network()) {
      List<Host> hosts = network.hosts();
      Path log = folder.resolve("driver.log");
      int exitCode;
      try (MiniDFSCluster storage = storage(network.gateway());
          StandaloneCluster cluster =
              StandaloneCluster.start(
                  hosts.get(0), hosts.subList(1, 3), 1, "1g", Map.of(), jar -> false)) {
        FileSystem hdfs = storage.getFileSystem();
        String root = "hdfs://%s:%d".formatted(network.gateway(), storage.getNameNodePort());
        try (FSDataOutputStream out = hdfs.create(path("/small.conf"))) {
          out.write(SmallExperiment.FILE.getBytes(StandardCharsets.UTF_8));
        }

        exitCode =
            cluster.submit(
                "io.lautum.cli.Main",
                List.of(
                    "--conf",
                    "spark.executor.cores=1",
                    "--conf",
                    "spark.hadoop.dfs.client.use.datanode.hostname=true",
                    "--conf",
                    "spark.eventLog.enabled=true",
                    "--conf",
                    "spark.eventLog.dir="
                        + Files.createDirectory(folder.resolve("events")).toUri()),
                SmallExperiment.runArguments(root + "/small.conf", root + "/runs", "lautum"),
                log);

        assertThat(exitCode).as(() -> WrittenFiles.text(log)).isZero();
        assertThat(hdfs.exists(path("/runs/small/report.html"))).isTrue();
        try (var in = hdfs.open(path("/runs/small/results.json"))) {
          assertThat(Results.read(in, Results.FILE).methods()).containsExactly("lautum");
        }
      }
      assertThat(executorHosts())
          .containsExactlyInAnyOrder(hosts.get(1).address(), hosts.get(2).address());
    }
  }

  private static NetworkNamespaces network() {
    try {
      return new NetworkNamespaces(3);
    } catch (IOException e) {
      System.out.println("no test across hosts: network namespaces cannot be created:  " + e);
      Assumptions.abort(e.toString());
      throw new AssertionError(e);
    }
  }

  /** Starts HDFS with one data node, which other hosts find under the name of this host. */
  private MiniDFSCluster storage(String address) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    configuration.set("dfs.namenode.rpc-bind-host", "0.0.0.0");
    configuration.set("dfs.datanode.address", "0.0.0.0:0");
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration)
            .numDataNodes(1)
            .hosts(new String[] {address})
            .checkDataNodeAddrConfig(true)
            .build();
    cluster.waitActive();
    return cluster;
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }

  private TreeSet<String> executorHosts() {
    return Pattern.compile("\"Executor Info\":\\{\"Host\":\"([^\"]+)\"")
        .matcher(WrittenFiles.text(onlyFile(folder.resolve("events"))))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Path onlyFile(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .collect(Collectors.collectingAndThen(Collectors.toList(), list -> list.get(0)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
