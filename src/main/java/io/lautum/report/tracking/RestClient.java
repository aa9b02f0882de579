package io.lautum.report.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.Text;
import io.lautum.experiment.storage.LimitedInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Sends JSON requests and files to one server, with limits on the time per request and in total. No
 * message contains the token, even if the server repeats it. Redirects are not followed, because
 * they would send the token to another server.
 */
final class RestClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ANSWER = 1 << 20;
  private static final int LONGEST_MESSAGE = 300;
  private static final int UNAUTHORIZED = 401;

  private final String base;
  private final String token;
  private final Duration each;
  private final long deadline;
  private final HttpClient http;

  /**
   * @param base address before every path, with its final slash
   * @param token bearer token; empty for none
   * @param each maximum time per request
   * @param altogether maximum time of all requests together, from now
   * @throws IOException if the token contains characters that tokens cannot have
   */
  RestClient(String base, String token, Duration each, Duration altogether) throws IOException {
    if (!token.matches("[!-~]*")) {
      throw new IOException(
          "MLFLOW_TRACKING_TOKEN: expected printable ASCII characters without spaces");
    }
    this.base = base;
    this.token = token;
    this.each = each;
    this.deadline = System.nanoTime() + altogether.toNanos();
    // HTTP/2 would begin with an upgrade request, which some proxies do not pass on.
    this.http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(each).build();
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Returns the object that a text describes. */
  static ObjectNode object(String json) throws IOException {
    return JSON.readValue(json, ObjectNode.class);
  }

  JsonNode get(String path) throws IOException {
    return send(path, request(path).GET());
  }

  JsonNode post(String path, ObjectNode body) throws IOException {
    return send(
        path,
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  /** Sends a file as it is read, never whole in memory. */
  void put(String path, Upload upload) throws IOException {
    send(
        path,
        request(path)
            .header("Content-Type", "application/octet-stream")
            .PUT(upload.length() == 0 ? HttpRequest.BodyPublishers.noBody() : body(upload)));
  }

  private static HttpRequest.BodyPublisher body(Upload upload) {
    // With its length known, the body is not sent in chunks, which some proxies reject.
    return HttpRequest.BodyPublishers.fromPublisher(
        HttpRequest.BodyPublishers.ofInputStream(
            () -> {
              try {
                return upload.content().open();
              } catch (IOException e) {
                // The client reports a missing stream as a failure of the request.
                return null;
              }
            }),
        upload.length());
  }

  /** Encodes the segments of a path for an address. */
  static String encoded(String path) {
    return Arrays.stream(path.split("/"))
        .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  /**
   * @param location address of a redirect; empty if there is none
   */
  private record Answer(int status, String location, byte[] body) {}

  private JsonNode send(String path, HttpRequest.Builder request) throws IOException {
    String name = path.replaceFirst("\\?.*", "");
    Answer answer = answer(name, request);
    JsonNode body = parsed(answer.body());
    if (answer.status() / 100 != 2) {
      String code = body.path("error_code").asText("");
      throw new RestException(
          clean(
                      Text.format(
                          "%s: status %d %s %s",
                          name, answer.status(), code, body.path("message").asText("")))
                  .strip()
              + remedy(answer),
          answer.status(),
          code);
    }
    return body;
  }

  /** Returns what the user can do about an answer; empty if that is not known. */
  private String remedy(Answer answer) {
    if (answer.status() == UNAUTHORIZED) {
      return Text.format(
          "; %s MLFLOW_TRACKING_TOKEN in the environment", token.isEmpty() ? "set" : "check");
    }
    if (answer.status() / 100 != 3 || answer.location().isEmpty()) {
      return "";
    }
    return Text.format(
        "; the server redirects to %s, which is not followed; set tracking.mlflow.uri to the final"
            + " address",
        server(answer.location()));
  }

  /** Returns the server of an address, whose other parts may be secrets. */
  private String server(String location) {
    try {
      URI target = URI.create(base).resolve(location);
      return new URI(target.getScheme(), null, target.getHost(), target.getPort(), null, null, null)
          .toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return "another address";
    }
  }

  private Answer answer(String name, HttpRequest.Builder request) throws IOException {
    long altogether = deadline - System.nanoTime();
    long left = Math.min(each.toNanos(), altogether);
    if (left <= 0) {
      throw new IOException(name + ": no time is left after the previous requests");
    }
    CompletableFuture<HttpResponse<InputStream>> exchange =
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try {
      // The client's own timeout covers only the time until the answer's headers.
      return exchange.thenApplyAsync(RestClient::read).get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      // This also ends the wait for the body if the headers have arrived.
      exchange.thenAccept(RestClient::close);
      throw new IOException(
          Text.format(
              "%s: no answer within %.1f s%s",
              name,
              left * 1e-9,
              left == altogether ? ", the time that the previous requests have left" : ""),
          e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String reason = cause.getMessage() == null ? "" : ": " + cause.getMessage();
      throw new IOException(
          clean(Text.format("%s: %s%s", name, cause.getClass().getSimpleName(), reason)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(name + ": interrupted");
    }
  }

  private static Answer read(HttpResponse<InputStream> response) {
    try (InputStream body = new LimitedInput(response.body(), "answer", MAX_ANSWER)) {
      String location = response.headers().firstValue("Location").orElse("");
      return new Answer(response.statusCode(), location, body.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses an answer. An answer that is not JSON, such as a proxy's page, has no error code. */
  private static JsonNode parsed(byte[] body) {
    try {
      JsonNode parsed = JSON.readTree(new String(body, StandardCharsets.UTF_8));
      return parsed == null ? object() : parsed;
    } catch (IOException e) {
      return object();
    }
  }

  private String clean(String text) {
    String shown = token.isEmpty() ? text : text.replace(token, "***");
    shown = shown.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069]+", " ");
    return shown.length() <= LONGEST_MESSAGE ? shown : shown.substring(0, LONGEST_MESSAGE) + "…";
  }
}
