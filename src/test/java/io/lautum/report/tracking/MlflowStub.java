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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers like an MLflow server that serves artifacts, or with given answers, and records the
 * requests. The runs are r1, r2 and so on.
 */
public final class MlflowStub implements AutoCloseable {
  private static final String BASE = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A request.
   *
   * @param call method and path, such as {@code POST runs/create}; of an upload, {@code PUT} and
   *     the path of the artifact
   * @param body body as JSON, or null if it is an upload
   * @param content body as bytes
   * @param authorization value of the Authorization header, or null
   * @param length value of the Content-Length header, or null
   */
  record Request(
      String call,
      String query,
      JsonNode body,
      byte[] content,
      String authorization,
      String length) {
    /** Returns the text of the body's member, or null. */
    String text(String member) {
      return body.path(member).textValue();
    }
  }

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
  private final AtomicInteger runs = new AtomicInteger();
  private volatile String redirect = "";
  private volatile String artifacts = "mlflow-artifacts:/7/%s/artifacts";

  public MlflowStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(BASE, exchange -> handle(exchange, BASE));
    server.createContext(ARTIFACTS, exchange -> handle(exchange, ARTIFACTS));
    server.setExecutor(threads);
    server.start();
    answer(
        "GET experiments/get-by-name",
        Answer.of(404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"none\"}"));
    answer("POST experiments/create", Answer.of(200, "{\"experiment_id\": \"7\"}"));
    answer("POST runs/log-batch", Answer.of(200, "{}"));
    answer("POST runs/update", Answer.of(200, "{\"run_info\": {}}"));
    answer("POST runs/log-model", Answer.of(200, "{}"));
    answer(
        "POST registered-models/create",
        Answer.of(200, "{\"registered_model\": {\"name\": \"any\"}}"));
    answer(
        "POST model-versions/create",
        Answer.of(200, "{\"model_version\": {\"version\": \"3\", \"status\": \"READY\"}}"));
    answer("POST registered-models/alias", Answer.of(200, "{}"));
  }

  void answer(String call, Answer answer) {
    answers.put(call, answer);
  }

  /** Restores the usual answer to a call that creates a run or receives an artifact. */
  void answerAsUsual(String call) {
    answers.remove(call);
  }

  /** Sets the location of all runs' artifacts; {@code %s} stands for the run. */
  void artifactsAt(String location) {
    artifacts = location;
  }

  /** Sets the address to which redirects lead. */
  void redirect(String location) {
    redirect = location;
  }

  private Answer usual(String call) {
    if (call.startsWith("PUT ")) {
      return Answer.of(200, "{}");
    }
    String run = "r" + (call.equals("POST runs/create") ? runs.incrementAndGet() : runs.get());
    return Answer.of(
        200,
        "{\"run\": {\"info\": {\"run_id\": \"%s\", \"artifact_uri\": \"%s\"}}}"
            .formatted(run, artifacts.formatted(run)));
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

  private void handle(HttpExchange exchange, String base) throws IOException {
    String call =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getRawPath().substring(base.length());
    byte[] content = exchange.getRequestBody().readAllBytes();
    requests.add(
        new Request(
            call,
            exchange.getRequestURI().getRawQuery(),
            base.equals(BASE) ? JSON.readTree(content) : null,
            content,
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestHeaders().getFirst("Content-Length")));
    Answer answer = answers.containsKey(call) ? answers.get(call) : usual(call);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      Thread.sleep(answer.delay());
      if (answer.status() / 100 == 3) {
        exchange.getResponseHeaders().set("Location", redirect);
      }
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
