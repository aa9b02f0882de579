package io.lautum.report.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestClientTest {
  private static final long LENGTH = 256L << 20;

  /** More than what the system keeps between two sockets. */
  private static final long READ_AHEAD = 64L << 20;

  /** A stream of zeros that counts what has been read of it. */
  private static final class Zeros extends InputStream {
    private final AtomicLong position;

    Zeros(AtomicLong position) {
      this.position = position;
    }

    @Override
    public int read() {
      return position.getAndIncrement() < LENGTH ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      long left = LENGTH - position.get();
      int read = (int) Math.min(length, left);
      position.addAndGet(read);
      return left == 0 ? -1 : read;
    }
  }

  @Test
  void filesAreReadAsTheServerReceivesThem() throws IOException {
    AtomicLong position = new AtomicLong();
    AtomicLong early = new AtomicLong();
    AtomicLong received = new AtomicLong();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange;
              InputStream in = exchange.getRequestBody()) {
            Thread.sleep(1000);
            early.set(position.get());
            received.set(in.transferTo(OutputStream.nullOutputStream()));
            exchange.sendResponseHeaders(200, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      RestClient rest = new RestClient(base, "", Duration.ofMinutes(1), Duration.ofMinutes(1));
      rest.put("a", new Upload("a", LENGTH, () -> new Zeros(position)));
      assertThat(early.get()).isBetween(1L, READ_AHEAD);
      assertThat(received.get()).isEqualTo(LENGTH);
      Upload missing =
          new Upload(
              "b",
              1,
              () -> {
                throw new FileNotFoundException("b");
              });
      assertThatThrownBy(() -> rest.put("b", missing))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("b: ");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void proxyOfThePropertiesIsUsed() throws IOException {
    try (MlflowStub proxy = new MlflowStub()) {
      Map<String, String> properties =
          Map.of(
              "http.proxyHost", "127.0.0.1", "http.proxyPort", proxy.uri().replaceFirst(".*:", ""));
      properties.forEach(System::setProperty);
      try {
        new Connection("http://mlflow.invalid", "").server().setAlias("a", "b", "1");
      } finally {
        properties.keySet().forEach(System::clearProperty);
      }
      assertThat(proxy.calls()).containsExactly("POST registered-models/alias");
    }
  }

  @Test
  void segmentsOfPathsAreEncoded() {
    assertThat(RestClient.encoded("7/a b/lautum+x/ä?#.json"))
        .isEqualTo("7/a%20b/lautum%2Bx/%C3%A4%3F%23.json");
  }
}
