package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.ResourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FileSystemCheckTest {
  private final Configuration hadoop = new Configuration();
  private final FileSystemCheck check =
      new FileSystemCheck(hadoop, Duration.ofSeconds(1), "spark.lautum.storage.wait");

  @TempDir java.nio.file.Path folder;

  @Test
  void aNameNodeThatAcceptsConnectionsAndIsSilentEndsTheCommand() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path place = new Path("hdfs://127.0.0.1:" + silent.getLocalPort() + "/runs");

      assertThatThrownBy(() -> check.requireAnswer(place))
          .isInstanceOf(ResourceException.class)
          .hasMessage(
              place
                  + " does not answer: no answer for 1 s; check the file system and its address, or"
                  + " wait longer: --spark-conf spark.lautum.storage.wait=10m");
    }
  }

  @Test
  void aNameNodeThatIsNotThereEndsTheCommand() throws IOException {
    hadoop.setInt("ipc.client.connect.max.retries", 0);
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    Path place = new Path("hdfs://127.0.0.1:" + port + "/runs");

    assertThatThrownBy(() -> check.requireSpace(place, 1, "least"))
        .isInstanceOf(ResourceException.class)
        .hasMessageStartingWith(place + " does not answer: ");
  }

  @Test
  void theSpaceOfAFolderThatDoesNotExistIsThatOfItsParent() {
    FileSystemCheck patient =
        new FileSystemCheck(hadoop, Duration.ofSeconds(25), "spark.lautum.storage.wait");
    Path missing = new Path(folder.toUri().toString(), "runs/small");

    assertThatNoException().isThrownBy(() -> patient.requireAnswer(missing));
    assertThatNoException().isThrownBy(() -> patient.requireSpace(missing, 1, "least"));
    assertThatThrownBy(() -> patient.requireSpace(missing, 1L << 60, "spark.lautum.storage.least"))
        .isInstanceOf(ResourceException.class)
        .hasMessageMatching(
            ".*/runs/small: [1-9][0-9]* MiB free, expected at least 1099511627776 MiB; free space,"
                + " use another folder, or set --spark-conf spark.lautum.storage.least to less");
    assertThat(folder.resolve("runs")).doesNotExist();
  }
}
