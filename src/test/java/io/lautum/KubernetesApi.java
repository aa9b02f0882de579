package io.lautum;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lautum.submit.Manifests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stand-in for the API server of Kubernetes: it keeps the objects that clients create in one
 * namespace and records all requests. No pod ever runs. Names and labels are checked as a real
 * server checks them.
 */
final class KubernetesApi implements AutoCloseable {
  /** An authorised action: a verb of Kubernetes' access control, and a kind of objects. */
  record Action(String verb, String resource) {}

  /** The status of a pod that waits for a node. */
  static final Map<String, Object> WAITING = Map.of("phase", "Pending");

  /** The status of a pod whose program has failed. */
  static final Map<String, Object> FAILED =
      Map.of(
          "phase",
          "Failed",
          "containerStatuses",
          List.of(
              Map.of("name", "executor", "state", Map.of("terminated", Map.of("exitCode", 1)))));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL =
      Pattern.compile("(?=.{0,63}$)([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Map<String, Object>> objects = new TreeMap<>();
  private final List<Action> actions = new ArrayList<>();
  private final List<String> rejected = new ArrayList<>();
  private final Map<String, Object> podStatus;
  private int version;

  /**
   * Starts the server.
   *
   * @param podStatus status of every pod from its creation on
   */
  KubernetesApi(Map<String, Object> podStatus) throws IOException {
    this.podStatus = podStatus;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns the address as Spark's master. */
  String master() {
    return "k8s://http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns every object of a kind that a client has created, also those deleted since. */
  synchronized List<Map<String, Object>> created(String resource) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(resource + "/"))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Returns the different actions of all clients. */
  synchronized List<Action> actions() {
    return actions.stream().distinct().toList();
  }

  /** Returns why objects were rejected that a real server would not have accepted. */
  synchronized List<String> rejected() {
    return List.copyOf(rejected);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> path = Arrays.asList(exchange.getRequestURI().getPath().split("/"));
      // "", "api", "v1", "namespaces", NAMESPACE, resource, name
      String resource = path.size() > 5 ? path.get(5) : "";
      String name = path.size() > 6 ? path.get(6) : "";
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (query.contains("watch=true")) {
        record("watch", resource);
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        closed.await();
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "POST" -> {
          record("create", resource);
          create(exchange, resource, body);
        }
        case "PATCH" -> {
          record("patch", resource);
          create(exchange, resource, body);
        }
        case "GET" -> {
          record(name.isEmpty() ? "list" : "get", resource);
          get(exchange, resource, name);
        }
        case "DELETE" -> {
          record(name.isEmpty() ? "deletecollection" : "delete", resource);
          answer(exchange, 200, Map.of("kind", "Status", "apiVersion", "v1", "status", "Success"));
        }
        default -> answer(exchange, 405, status(405, "no " + exchange.getRequestMethod()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void record(String verb, String resource) {
    actions.add(new Action(verb, resource));
  }

  private synchronized void create(HttpExchange exchange, String resource, byte[] body)
      throws IOException {
    // JSON is YAML.
    Map<String, Object> object =
        new LinkedHashMap<>(Manifests.parse(new String(body, StandardCharsets.UTF_8)).get(0));
    Map<String, Object> metadata = new LinkedHashMap<>(Manifests.map(object.get("metadata")));
    String name = (String) metadata.get("name");
    List<String> faults = faults(metadata);
    if (!faults.isEmpty()) {
      rejected.addAll(faults);
      answer(exchange, 422, status(422, String.join("; ", faults)));
      return;
    }
    version++;
    metadata.put("uid", "00000000-0000-0000-0000-%012d".formatted(version));
    metadata.put("resourceVersion", String.valueOf(version));
    metadata.put("creationTimestamp", "2026-11-28T00:00:00Z");
    metadata.put("namespace", "default");
    object.put("metadata", metadata);
    if (resource.equals("pods")) {
      object.put("status", podStatus);
    }
    objects.put(resource + "/" + name, object);
    answer(exchange, 201, object);
  }

  private static List<String> faults(Map<String, Object> metadata) {
    String name = String.valueOf(metadata.get("name"));
    Object labels = metadata.get("labels");
    Stream<String> values =
        labels == null
            ? Stream.of()
            : Manifests.map(labels).values().stream().map(String.class::cast);
    return Stream.concat(
            Stream.of(name).filter(NAME.asMatchPredicate().negate()).map(bad -> "name " + bad),
            values.filter(LABEL.asMatchPredicate().negate()).map(bad -> "label " + bad))
        .collect(Collectors.toList());
  }

  private synchronized void get(HttpExchange exchange, String resource, String name)
      throws IOException {
    if (name.isEmpty()) {
      answer(
          exchange,
          200,
          Map.of(
              "kind",
              "List",
              "apiVersion",
              "v1",
              "metadata",
              Map.of("resourceVersion", String.valueOf(version)),
              "items",
              created(resource)));
    } else if (objects.containsKey(resource + "/" + name)) {
      answer(exchange, 200, objects.get(resource + "/" + name));
    } else {
      answer(exchange, 404, status(404, resource + " \"" + name + "\" not found"));
    }
  }

  private static Map<String, Object> status(int code, String message) {
    return Map.of(
        "kind",
        "Status",
        "apiVersion",
        "v1",
        "status",
        "Failure",
        "code",
        code,
        "message",
        message);
  }

  private static void answer(HttpExchange exchange, int code, Object body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
