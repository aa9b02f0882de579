package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.ResourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PreflightTest {
  private final Configuration hadoop = new Configuration();
  private final List<String> settings = new ArrayList<>();

  @TempDir java.nio.file.Path folder;
  private ServerSocket silent;
  private Path output;

  @BeforeEach
  void start() throws IOException {
    silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    output = new Path(folder.toUri().toString(), "runs");
    set("spark.lautum.storage.wait", "4s");
    set("spark.lautum.master.wait", "1s");
  }

  @AfterEach
  void stop() throws IOException {
    silent.close();
    settings.forEach(System::clearProperty);
  }

  @Test
  void everythingIsReportedAtOnce() {
    String store = "hdfs://127.0.0.1:" + silent.getLocalPort();
    String master = "spark://127.0.0.1:" + silent.getLocalPort();
    set("spark.master", master);
    set("spark.lautum.storage.least", "1000000t");

    assertThatThrownBy(
            () ->
                Preflight.storage(
                    hadoop, List.of(store + "/a", store + "/b", ""), () -> true, output))
        .isInstanceOf(ResourceException.class)
        .hasMessageMatching(
            "4 problems: \\(1\\) \\S+/runs: \\d+ MiB free, .*; \\(2\\) \\S+: \\d+ MiB free, .*;"
                + " \\(3\\) %s/a does not answer: .*; \\(4\\) the master %s does not answer .*"
                    .formatted(store, master));
  }

  @Test
  void placesThatAreNotReadNeedNotAnswer() {
    List<String> read = List.of("hdfs://127.0.0.1:" + silent.getLocalPort() + "/a");

    assertThatNoException().isThrownBy(() -> Preflight.storage(hadoop, read, () -> false, output));
  }

  private void set(String key, String value) {
    System.setProperty(key, value);
    settings.add(key);
  }
}
