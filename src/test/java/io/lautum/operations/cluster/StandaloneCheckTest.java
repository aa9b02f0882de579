package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.ResourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StandaloneCheckTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String REST = "spark.master.rest.enabled";

  private final SparkConf conf =
      new SparkConf(false)
          .set("spark.lautum.master.wait", "1s")
          .set("spark.lautum.slots.wait", "1s")
          .set("spark.executor.cores", "1")
          .set("spark.executor.memory", "512m");

  @Test
  void aMasterThatIsNotThereEndsTheCommand() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    assertThatThrownBy(() -> check("spark://127.0.0.1:" + port).require(1))
        .isInstanceOf(ResourceException.class)
        .hasMessageMatching(
            "the master spark://127.0.0.1:%1$d does not answer \\(spark://127.0.0.1:%1$d:"
                    .formatted(port)
                + " .*Connection refused.*\\); start it, correct --master, or wait longer:"
                + " --spark-conf spark.lautum.master.wait=10m");
  }

  @Test
  void aMasterThatAcceptsConnectionsAndIsSilentEndsTheCommand() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String master = "spark://127.0.0.1:" + silent.getLocalPort();

      assertThatThrownBy(() -> check(master).require(0))
          .isInstanceOf(ResourceException.class)
          .hasMessageStartingWith("the master " + master + " does not answer (");
    }
  }

  @Test
  void workersAreComparedWithWhatIsRequested(@TempDir Path folder) {
    List<RpcEnv> daemons = new ArrayList<>();
    try {
      String master = startMaster(daemons);
      startWorker(master, folder.resolve("a"), daemons);
      startWorker(master, folder.resolve("b"), daemons);

      conf.set("spark.lautum.slots.wait", "20s");
      assertThatNoException().isThrownBy(() -> check(master).require(2));
      conf.set("spark.lautum.slots.wait", "0s");
      assertThatThrownBy(() -> check(master).require(3))
          .isInstanceOf(ResourceException.class)
          .hasMessage(
              "workers = 3, but %s has 2 task slots; add cores, or set -D workers=2, or wait longer"
                      .formatted(master)
                  + " for executors: --spark-conf spark.lautum.slots.wait=10m");
      conf.set("spark.executor.memory", "2g");
      assertThatThrownBy(() -> check(master).require(1))
          .isInstanceOf(ResourceException.class)
          .hasMessage(
              "spark.executor.cores = 1 and spark.executor.memory = 2048m: no worker of %s can start"
                      .formatted(master)
                  + " such an executor: 2 workers, the largest with 1 cores and 1024 MiB; request"
                  + " less, or start larger workers");
    } finally {
      daemons.forEach(RpcEnv::shutdown);
    }
  }

  @Test
  void aClusterWithoutWorkersEndsTheCommand() {
    List<RpcEnv> daemons = new ArrayList<>();
    try {
      String master = startMaster(daemons);

      assertThatThrownBy(() -> check(master).require(1))
          .isInstanceOf(ResourceException.class)
          .hasMessage(
              master
                  + " has no workers; start some, or wait longer: --spark-conf"
                  + " spark.lautum.slots.wait=10m");
    } finally {
      daemons.forEach(RpcEnv::shutdown);
    }
  }

  private static String startMaster(List<RpcEnv> daemons) {
    RpcEnv master =
        Master.startRpcEnvAndEndpoint(LOOPBACK, 0, 0, new SparkConf(false).set(REST, "false"))._1();
    daemons.add(0, master);
    return "spark://" + master.address().hostPort();
  }

  /** Starts a worker with one core and 1 GiB. */
  private static void startWorker(String master, Path folder, List<RpcEnv> daemons) {
    String[] masters = {master};
    daemons.add(
        0,
        Worker.startRpcEnvAndEndpoint(
            LOOPBACK,
            0,
            0,
            1,
            1024,
            masters,
            folder.toString(),
            Option.apply(daemons.size()),
            new SparkConf(false),
            Option.empty()));
  }

  private StandaloneCheck check(String master) {
    return new StandaloneCheck(new StandaloneMaster(master), conf.set("spark.master", master));
  }
}
