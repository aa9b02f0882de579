package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lautum.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentTextTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a:", "{\"a\":["})
  void deeplyNestedBracketsAreRejected(String opening) throws IOException {
    assertRejected("x = " + opening.repeat(20_000), "nested at most 64 deep");
  }

  @Test
  void keyWithTooManyPartsIsRejected() throws IOException {
    assertRejected("a" + ".a".repeat(50_000) + " = 1", "keys of at most 64 parts");
  }

  /** Thirty lines, each twice as long as the previous one, would give a gigabyte. */
  @Test
  void tooManySubstitutionsAreRejected() throws IOException {
    StringBuilder text = new StringBuilder("a0 = x\n");
    for (int i = 1; i <= 30; i++) {
      text.append("a%d = ${a%d}${a%d}\n".formatted(i, i - 1, i - 1));
    }
    assertRejected(text.toString(), "at most 16 substitutions");
  }

  @Test
  void tooLongFileIsRejected() throws IOException {
    assertRejected("# " + "x".repeat(16 << 20), "at most 16777216 bytes");
    assertRejected(
        "a = x, b = ${a}\n# " + "x".repeat(1 << 18),
        "at most 262144 characters in a file with substitutions");
  }

  @Test
  void includedUrlIsNotFetched() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:%d/a.conf".formatted(server.getAddress().getPort());
      assertRejected("include url(\"%s\")".formatted(address), "the whole experiment in one file");
    } finally {
      server.stop(0);
    }
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"include file(\"other.conf\")", "include classpath(\"reference.conf\")"})
  void otherFilesAreNotIncluded(String line) throws IOException {
    Files.writeString(folder.resolve("other.conf"), "seed = 7");
    assertRejected(line, "the whole experiment in one file");
  }

  private void assertRejected(String line, String part) throws IOException {
    ExperimentFile file = new ExperimentFile(folder, ExperimentFile.MINIMAL + line + "\n");
    assertThatThrownBy(file::load)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("experiment.conf")
        .hasMessageContaining(part);
  }
}
