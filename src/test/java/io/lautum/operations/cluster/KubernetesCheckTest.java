package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.ResourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class KubernetesCheckTest {
  private final SparkConf conf = new SparkConf(false).set(CheckSettings.MASTER_WAIT, "0s");

  @Test
  void anApiServerThatDoesNotAnswerEndsTheCommand() throws IOException {
    int port = closedPort();
    conf.set("spark.master", "k8s://https://127.0.0.1:" + port);

    assertThatThrownBy(() -> check(Map.of()).require())
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "the API server https://127.0.0.1:%d of Kubernetes does not answer (127.0.0.1:%d:"
                    .formatted(port, port)
                + " Connection refused); start it, correct --master, or wait longer: --spark-conf"
                + " spark.lautum.master.wait=10m");
  }

  @Test
  void anUnknownHostIsNamedWithThePortOfItsScheme() {
    conf.set("spark.master", "k8s://no-such-host.invalid");

    assertThatThrownBy(() -> check(Map.of()).require())
        .hasMessageContaining("(no-such-host.invalid:443: unknown host)");
    conf.set("spark.master", "k8s://http://no-such-host.invalid");
    assertThatThrownBy(() -> check(Map.of()).require())
        .hasMessageContaining("(no-such-host.invalid:80: unknown host)");
  }

  @Test
  void oneThatAcceptsConnectionsIsEnough() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      conf.set("spark.master", "k8s://https://127.0.0.1:" + server.getLocalPort());

      assertThatNoException().isThrownBy(() -> check(Map.of()).require());
    }
  }

  /** In cluster mode the master's address may be one outside of the cluster. */
  @Test
  void theDriversPodAsksTheServerInsideTheCluster() {
    conf.set("spark.master", "k8s://https://127.0.0.1:1");
    conf.set("spark.kubernetes.submitInDriver", "true");

    assertThatThrownBy(() -> check(Map.of()).require())
        .hasMessageContaining("(kubernetes.default.svc:443: unknown host)");
  }

  @Test
  void nothingIsAskedBehindAProxy() throws IOException {
    conf.set("spark.master", "k8s://https://127.0.0.1:" + closedPort());

    assertThatNoException().isThrownBy(() -> check(Map.of("HTTPS_PROXY", "http://p")).require());
  }

  private KubernetesCheck check(Map<String, String> environment) {
    return new KubernetesCheck(conf, environment);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }
}
