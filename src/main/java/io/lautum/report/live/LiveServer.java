package io.lautum.report.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lautum.PrintableText;
import io.lautum.Text;
import io.lautum.report.LivePages;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves the reports of a folder's experiments, rendered from their files at each request, with a
 * header that makes the browser refresh the page. It is bound to the loopback address and rejects
 * requests that name another host, so that no other site can read the reports through a host name
 * that it controls. Other users of the machine can reach that address, so it contains a token.
 *
 * <p>Several threads answer, and each request and each answer has a time limit, so that a half-sent
 * request or a slow reader does not delay others.
 */
public final class LiveServer implements AutoCloseable {
  /** Names of the limits of Java's server, in seconds; it reads them when it is loaded. */
  private static final Map<String, Integer> LIMITS =
      Map.of("sun.net.httpserver.maxReqTime", 10, "sun.net.httpserver.maxRspTime", 120);

  private static final int THREADS = 16;
  private static final int WAITING = 64;
  private static final int TOKEN_BYTES = 16;
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int FAILED = 500;

  static {
    LIMITS.forEach(
        (name, seconds) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, Integer.toString(seconds));
          }
        });
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final LivePages pages;
  private final int seconds;
  private final String root;

  /**
   * Starts the server.
   *
   * @param port 0 for any free port
   * @param seconds refresh interval of a page in seconds
   * @param token name with which paths must begin; empty for none
   * @throws IOException if the port is taken
   */
  public LiveServer(LivePages pages, int port, int seconds, String token) throws IOException {
    this.pages = pages;
    this.seconds = seconds;
    root = token.isEmpty() ? "/" : "/" + token + "/";
    threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), this::thread);
    threads.allowCoreThreadTimeOut(true);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns a new token of 128 random bits. */
  public static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns the address for a browser. */
  public URI address() {
    InetSocketAddress bound = server.getAddress();
    return URI.create(Text.format("http://%s:%d%s", "localhost", bound.getPort(), root));
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "live-pages");
    thread.setDaemon(true);
    return thread;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      if (host == null || !HOSTS.contains(host.replaceFirst(":\\d+$", ""))) {
        reject(exchange, FORBIDDEN, "Only requests to localhost are answered.");
        return;
      }
      if (!exchange.getRequestMethod().equals("GET")) {
        reject(exchange, NOT_ALLOWED, "Only GET requests are supported.");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (!beginsWithRoot(path)) {
        reject(exchange, FORBIDDEN, "Use the whole address that lautum watch has printed.");
        return;
      }
      Optional<String> page;
      try {
        page = page(path.substring(root.length() - 1));
      } catch (IOException | RuntimeException e) {
        // A file that changed while it was read will be complete at the next request.
        send(exchange, FAILED, pages.message(PrintableText.quoted(e), root));
        return;
      }
      if (page.isPresent()) {
        send(exchange, OK, page.get());
      } else {
        reject(exchange, NOT_FOUND, "This folder contains no such experiment.");
      }
    }
  }

  /** Compares all characters, so that the time does not depend on the number of equal ones. */
  private boolean beginsWithRoot(String path) {
    String start = path.substring(0, Math.min(path.length(), root.length()));
    return MessageDigest.isEqual(
        start.getBytes(StandardCharsets.UTF_8), root.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> page(String path) throws IOException {
    return path.equals("/") ? Optional.of(pages.index(root)) : pages.report(path);
  }

  /** Sends a message. A request without the token must not receive it in a link. */
  private void reject(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, pages.message(text, status == NOT_FOUND ? root : "/"));
  }

  private void send(HttpExchange exchange, int status, String page) throws IOException {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
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
    threads.shutdownNow();
  }
}
