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
 * The part of MLflow's REST API 2.0 that creates a run.
 *
 * @see <a href="https://mlflow.org/docs/latest/rest-api.html">the API and its limits</a>
 */
final class MlflowServer {
  static final int PARAMS_A_BATCH = 100;
  static final int METRICS_A_BATCH = 1000;

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

  /** Begins a run and returns its identifier. */
  String begin(String experiment, RunRecord run) throws IOException {
    ObjectNode body =
        RestClient.object()
            .put("experiment_id", experiment)
            .put("run_name", run.name())
            .put("start_time", System.currentTimeMillis());
    addAll(body.putArray("tags"), run.tags().entrySet());
    return text(rest.post("runs/create", body), "/run/info/run_id");
  }

  /** Logs params and metrics, split into requests within the limits of the API. */
  void log(String run, RunRecord record) throws IOException {
    List<Map.Entry<String, String>> params = List.copyOf(record.params().entrySet());
    for (int first = 0; first < params.size(); first += PARAMS_A_BATCH) {
      ObjectNode body = RestClient.object().put("run_id", run);
      addAll(
          body.putArray("params"),
          params.subList(first, Math.min(first + PARAMS_A_BATCH, params.size())));
      rest.post("runs/log-batch", body);
    }
    long now = System.currentTimeMillis();
    List<Metric> metrics = record.metrics();
    for (int first = 0; first < metrics.size(); first += METRICS_A_BATCH) {
      ObjectNode body = RestClient.object().put("run_id", run);
      ArrayNode array = body.putArray("metrics");
      for (Metric metric :
          metrics.subList(first, Math.min(first + METRICS_A_BATCH, metrics.size()))) {
        array
            .addObject()
            .put("key", metric.key())
            .put("value", metric.value())
            .put("timestamp", now)
            .put("step", metric.step());
      }
      rest.post("runs/log-batch", body);
    }
  }

  /**
   * Ends a run.
   *
   * @param status {@code FINISHED} or {@code FAILED}
   */
  void end(String run, String status) throws IOException {
    rest.post(
        "runs/update",
        RestClient.object()
            .put("run_id", run)
            .put("status", status)
            .put("end_time", System.currentTimeMillis()));
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
