package io.lautum.report.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.report.LivePages;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Serves the reports of a folder's experiments, rendered from their files at each request, with a
 * header that makes the browser refresh the page. It is bound to the loopback address and rejects
 * requests that name another host, so that no other site can read the reports through a host name
 * that it controls.
 */
public final class LiveServer implements AutoCloseable {
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int FAILED = 500;

  private final HttpServer server;
  private final LivePages pages;
  private final int seconds;

  /**
   * Starts the server.
   *
   * @param port 0 for any free port
   * @param seconds refresh interval of a page in seconds
   * @throws IOException if the port is taken
   */
  public LiveServer(LivePages pages, int port, int seconds) throws IOException {
    this.pages = pages;
    this.seconds = seconds;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns the address for a browser. */
  public URI address() {
    InetSocketAddress bound = server.getAddress();
    return URI.create(Text.format("http://%s:%d/", "localhost", bound.getPort()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      if (host == null || !HOSTS.contains(host.replaceFirst(":\\d+$", ""))) {
        send(exchange, FORBIDDEN, pages.message("Only requests to localhost are answered."));
        return;
      }
      if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, NOT_ALLOWED, pages.message("Only GET requests are supported."));
        return;
      }
      String path = exchange.getRequestURI().getPath();
      Optional<String> page;
      try {
        page = path.equals("/") ? Optional.of(pages.index()) : pages.report(path);
      } catch (DataException | IOException | IllegalStateException e) {
        // A file that changed while it was read will be complete at the next request.
        send(exchange, FAILED, pages.message(String.valueOf(e.getMessage())));
        return;
      }
      if (page.isPresent()) {
        send(exchange, OK, page.get());
      } else {
        send(exchange, NOT_FOUND, pages.message("This folder contains no such experiment."));
      }
    }
  }

  private void send(HttpExchange exchange, int status, String page) throws IOException {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'");
    if (status == OK || status == FAILED) {
      exchange.getResponseHeaders().set("Refresh", Integer.toString(seconds));
    }
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
