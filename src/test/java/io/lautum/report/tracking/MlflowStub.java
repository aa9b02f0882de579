package io.lautum.report.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers like an MLflow server, or with given answers, and records the requests. */
public final class MlflowStub implements AutoCloseable {
  private static final String BASE = "/api/2.0/mlflow/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A request.
   *
   * @param call method and path, such as {@code POST runs/create}
   * @param authorization value of the Authorization header, or null
   */
  record Request(String call, String query, JsonNode body, String authorization) {}

  /**
   * An answer.
   *
   * @param delay pause before the headers, in milliseconds
   * @param stall pause before the body, in milliseconds
   */
  record Answer(int status, String body, long delay, long stall) {
    static Answer of(int status, String body) {
      return new Answer(status, body, 0, 0);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  public MlflowStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(BASE, this::handle);
    server.setExecutor(threads);
    server.start();
    answer(
        "GET experiments/get-by-name",
        Answer.of(404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"none\"}"));
    answer("POST experiments/create", Answer.of(200, "{\"experiment_id\": \"7\"}"));
    answer("POST runs/create", Answer.of(200, "{\"run\": {\"info\": {\"run_id\": \"r1\"}}}"));
    answer("POST runs/log-batch", Answer.of(200, "{}"));
    answer("POST runs/update", Answer.of(200, "{\"run_info\": {}}"));
  }

  void answer(String call, Answer answer) {
    answers.put(call, answer);
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  public List<String> calls() {
    return requests.stream().map(Request::call).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String call =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getPath().substring(BASE.length());
    requests.add(
        new Request(
            call,
            exchange.getRequestURI().getRawQuery(),
            JSON.readTree(exchange.getRequestBody().readAllBytes()),
            exchange.getRequestHeaders().getFirst("Authorization")));
    Answer answer = answers.get(call);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      Thread.sleep(answer.delay());
      exchange.sendResponseHeaders(answer.status(), body.length);
      Thread.sleep(answer.stall());
      out.write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
