package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.ResourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class YarnCheckTest {
  private final Configuration settings = new Configuration(false);

  @Test
  void oneOfSeveralResourceManagersMustAcceptConnections() throws IOException {
    settings.set("yarn.resourcemanager.ha.rm-ids", "a,b");
    try (ServerSocket active = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      settings.set("yarn.resourcemanager.address.a", "127.0.0.1:" + closedPort());
      settings.set("yarn.resourcemanager.address.b", "127.0.0.1:" + active.getLocalPort());

      assertThatNoException().isThrownBy(() -> check().require());
    }
  }

  @Test
  void aMissingResourceManagerEndsTheCommand() throws IOException {
    String address = "127.0.0.1:" + closedPort();
    settings.set("yarn.resourcemanager.address", address);

    assertThatThrownBy(() -> check().require())
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "YARN's resource manager does not answer (%s: Connection refused); start it, correct"
                    .formatted(address)
                + " HADOOP_CONF_DIR, or wait longer: --spark-conf spark.lautum.master.wait=10m");
  }

  @Test
  void theAddressFollowsFromTheHostName() {
    settings.set("yarn.resourcemanager.hostname", "rm");

    assertThat(check().addresses()).containsExactly("rm:8032");
  }

  private YarnCheck check() {
    return new YarnCheck(settings, Duration.ofMillis(100));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }
}
