package io.lautum.report.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.Text;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The parts of MLflow's REST API 2.0 that create runs and registered models.
 *
 * @see <a href="https://mlflow.org/docs/latest/rest-api.html">the API and its limits</a>
 */
final class MlflowServer {
  static final int PARAMS_A_BATCH = 100;
  static final int METRICS_A_BATCH = 1000;

  private static final List<String> DESCRIPTION =
      List.of("artifact_path", "flavors", "model_uuid", "run_id", "utc_time_created");

  private final RestClient rest;

  MlflowServer(RestClient rest) {
    this.rest = rest;
  }

  /** Returns the identifier of an experiment; creates the experiment if it is missing. */
  String experiment(String name) throws IOException {
    try {
      JsonNode found =
          rest.get(
              "experiments/get-by-name?experiment_name="
                  + URLEncoder.encode(name, StandardCharsets.UTF_8));
      return text(found, "/experiment/experiment_id");
    } catch (RestException e) {
      if (!e.is("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
      return text(
          rest.post("experiments/create", RestClient.object().put("name", name)), "/experiment_id");
    }
  }

  /**
   * A run on the server.
   *
   * @param artifactUri location of its artifacts; null if the server does not state it
   */
  record Run(String id, String artifactUri) {}

  /** Creates a run with its params and metrics, and ends it; marks it as failed if that fails. */
  Run record(String experiment, RunRecord record) throws IOException {
    Run run = begin(experiment, record);
    try {
      log(run.id(), record);
      end(run.id(), "FINISHED");
      return run;
    } catch (IOException e) {
      try {
        end(run.id(), "FAILED");
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private Run begin(String experiment, RunRecord run) throws IOException {
    ObjectNode body =
        RestClient.object()
            .put("experiment_id", experiment)
            .put("run_name", run.name())
            .put("start_time", System.currentTimeMillis());
    addAll(body.putArray("tags"), run.tags().entrySet());
    JsonNode answer = rest.post("runs/create", body);
    return new Run(
        text(answer, "/run/info/run_id"), answer.at("/run/info/artifact_uri").asText(null));
  }

  /** Returns the location of a run's artifacts. */
  String artifactUri(String run) throws IOException {
    return text(
        rest.get("runs/get?run_id=" + URLEncoder.encode(run, StandardCharsets.UTF_8)),
        "/run/info/artifact_uri");
  }

  /** Logs params and metrics, in one request if that is within the limits of the API. */
  private void log(String run, RunRecord record) throws IOException {
    List<Map.Entry<String, String>> params = List.copyOf(record.params().entrySet());
    List<Metric> metrics = record.metrics();
    if (params.size() <= PARAMS_A_BATCH && params.size() + metrics.size() <= METRICS_A_BATCH) {
      batch(run, params, metrics);
      return;
    }
    for (int first = 0; first < params.size(); first += PARAMS_A_BATCH) {
      batch(run, params.subList(first, Math.min(first + PARAMS_A_BATCH, params.size())), List.of());
    }
    for (int first = 0; first < metrics.size(); first += METRICS_A_BATCH) {
      batch(
          run,
          List.of(),
          metrics.subList(first, Math.min(first + METRICS_A_BATCH, metrics.size())));
    }
  }

  private void batch(String run, List<Map.Entry<String, String>> params, List<Metric> metrics)
      throws IOException {
    ObjectNode body = RestClient.object().put("run_id", run);
    if (!params.isEmpty()) {
      addAll(body.putArray("params"), params);
    }
    if (!metrics.isEmpty()) {
      long now = System.currentTimeMillis();
      ArrayNode array = body.putArray("metrics");
      for (Metric metric : metrics) {
        array
            .addObject()
            .put("key", metric.key())
            .put("value", metric.value())
            .put("timestamp", now)
            .put("step", metric.step());
      }
    }
    rest.post("runs/log-batch", body);
  }

  private void end(String run, String status) throws IOException {
    rest.post(
        "runs/update",
        RestClient.object()
            .put("run_id", run)
            .put("status", status)
            .put("end_time", System.currentTimeMillis()));
  }

  /**
   * Records that a run's artifacts contain a model, which the pages of the run then show. Sends
   * only what MLflow's own client sends: a tag of the run stores it, which is too short for the
   * names of many classes. A server without this request, such as one that only imitates MLflow,
   * has no such pages; its registry needs no description.
   *
   * @param model content of {@code MLmodel} as JSON
   */
  void logModel(String run, String model) throws IOException {
    ObjectNode sent = RestClient.object(model).retain(DESCRIPTION);
    try {
      rest.post(
          "runs/log-model",
          RestClient.object().put("run_id", run).put("model_json", sent.toString()));
    } catch (RestException e) {
      if (!e.isUnknownRequest()) {
        throw e;
      }
    }
  }

  /** Creates a registered model unless it exists. */
  void createRegisteredModel(String name) throws IOException {
    try {
      rest.post("registered-models/create", RestClient.object().put("name", name));
    } catch (RestException e) {
      if (!e.is("RESOURCE_ALREADY_EXISTS")) {
        throw e;
      }
    }
  }

  /**
   * Creates a version of a registered model and returns its number.
   *
   * @param source location of the folder with {@code MLmodel}
   */
  String createVersion(String name, String source, String run, Map<String, String> tags)
      throws IOException {
    ObjectNode body =
        RestClient.object().put("name", name).put("source", source).put("run_id", run);
    addAll(body.putArray("tags"), tags.entrySet());
    return text(rest.post("model-versions/create", body), "/model_version/version");
  }

  /** Gives an alias to a version of a registered model; an earlier version loses it. */
  void setAlias(String name, String alias, String version) throws IOException {
    rest.post(
        "registered-models/alias",
        RestClient.object().put("name", name).put("alias", alias).put("version", version));
  }

  private static void addAll(ArrayNode array, Collection<Map.Entry<String, String>> values) {
    values.forEach(
        value -> array.addObject().put("key", value.getKey()).put("value", value.getValue()));
  }

  private static String text(JsonNode answer, String field) throws IOException {
    String text = answer.at(field).asText("");
    if (text.isEmpty()) {
      throw new IOException(Text.format("expected %s in the answer, found none", field));
    }
    return text;
  }
}
