package io.lautum.report.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigValue;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.report.tracking.MlflowStub.Answer;
import io.lautum.report.tracking.MlflowStub.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MlflowTrackingTest extends FinishedRun {
  private static final String TOKEN = "hunter2hunter2";
  private static final ModelFolder NO_MODEL =
      (model, folder, run) -> {
        throw new IOException("no model is expected");
      };

  /** Three begin the run, three have its 200 to 300 keys, three its metrics, and one ends it. */
  private static final int REQUESTS = 10;

  @Test
  void runIsCreatedFilledAndEnded() throws IOException {
    record();
    assertThat(server.calls())
        .containsExactly(EXPERIMENT, CREATE, BEGIN, LOG, LOG, LOG, LOG, LOG, LOG, END);
    List<Request> requests = server.requests();
    assertThat(requests.get(0).query()).isEqualTo("experiment_name=small");
    assertThat(requests.get(1).body().get("name").asText()).isEqualTo("small");
    JsonNode begin = requests.get(2).body();
    assertThat(begin.get("experiment_id").asText()).isEqualTo("7");
    assertThat(begin.get("run_name").asText()).isEqualTo("small");
    assertThat(begin.get("start_time").asLong()).isPositive();
    assertThat(texts(begin.get("tags")))
        .containsEntry("mlflow.runName", "small")
        .containsEntry("mlflow.source.git.commit", "abc")
        .containsEntry("lautum.command", "submit/lautum run small.conf")
        .containsEntry("lautum.version", "1.2")
        .containsEntry("lautum.source", "digits");
    for (Request request : requests.subList(3, requests.size())) {
      assertThat(request.body().get("run_id").asText()).isEqualTo("r1");
    }
    JsonNode end = requests.get(REQUESTS - 1).body();
    assertThat(end.get("status").asText()).isEqualTo("FINISHED");
    assertThat(end.get("end_time").asLong()).isPositive();
    assertThat(log.lines()).containsExactly("INFO recorded as run r1 at " + server.uri());
    assertThat(Files.readString(folder.resolve("small/tracking.json")))
        .contains(server.uri(), "\"r1\"", "\"7\"");
  }

  @Test
  void metricsAreAccuraciesByLabelsAndLossesByRound() {
    record();
    List<List<String>> batches = new ArrayList<>();
    for (Request request : server.requests()) {
      if (request.body().has("metrics")) {
        List<String> batch = new ArrayList<>();
        for (JsonNode metric : request.body().get("metrics")) {
          assertThat(metric.get("timestamp").asLong()).isPositive();
          batch.add(
              "%s %s %s"
                  .formatted(
                      metric.get("key").asText(),
                      metric.get("step").asLong(),
                      metric.get("value").asDouble()));
        }
        batches.add(batch);
      }
    }
    // One round has a loss that is not finite.
    assertThat(batches.stream().map(List::size)).containsExactly(1000, 1000, ROUNDS - 1 + 5 - 2000);
    double std = Math.sqrt(0.02);
    assertThat(batches.get(0).subList(0, 8))
        .satisfiesExactly(
            m -> assertThat(m).isEqualTo("accuracy/scratch 10 0.5"),
            m -> assertThat(m).isEqualTo("accuracy/standard_temporal-ensembling 10 0.6"),
            m -> assertThat(Double.parseDouble(m.split(" ")[2])).isCloseTo(std, within(1e-12)),
            m -> assertThat(m).isEqualTo("accuracy/standard_temporal-ensembling 20 0.75"),
            m -> assertThat(m).isEqualTo("accuracy_std/standard_temporal-ensembling 20 0.0"),
            m -> assertThat(m).isEqualTo("pretrain_cross_entropy/standard 1 1.0"),
            m -> assertThat(m).isEqualTo("pretrain_cross_entropy/standard 2 0.5"),
            m -> assertThat(m).isEqualTo("pretrain_cross_entropy/standard 4 0.25"));
    assertThat(batches.get(2)).last().isEqualTo("pretrain_cross_entropy/standard 2500 4.0E-4");
  }

  @Test
  void paramsAreTheConfigurationInBatches() {
    ExperimentConfig config =
        load("paper-note=" + "n".repeat(7000), "source.path=s3a://AKIAKEY@bucket/raw");
    new MlflowTracking(config, directory, Map.of(), HADOOP, NO_MODEL).record(true);
    Map<String, String> params = new TreeMap<>();
    for (Request request : server.requests()) {
      if (request.body().has("params")) {
        assertThat(request.body().get("params").size()).isBetween(1, 100);
        Map<String, String> batch = texts(request.body().get("params"));
        assertThat(Collections.disjoint(params.keySet(), batch.keySet())).isTrue();
        params.putAll(batch);
      }
    }
    long expected =
        config.resolved().entrySet().stream()
            .filter(e -> !"".equals(e.getValue().unwrapped()))
            .map(Map.Entry<String, ConfigValue>::getKey)
            .filter(key -> !key.equals("data.root") && !key.startsWith("tracking."))
            .count();
    assertThat(params)
        .hasSize((int) expected)
        .hasSizeBetween(201, 300)
        .containsEntry("network.architecture", "mlp")
        .containsEntry("labels", "[10,20]")
        .containsEntry("pretrain.learning-rate", "0.001")
        .containsEntry("paper.standard.10", "0.5")
        .containsEntry("source.path", "s3a://***@bucket/raw")
        .doesNotContainKeys("data.root", "tracking.mlflow.uri");
    assertThat(params.get("paper-note")).hasSize(6000).endsWith("n…");
  }

  @Test
  void longValuesAreNotCutWithinACharacter() {
    record("paper-note=" + "n".repeat(5998) + "😀😀");
    assertThat(log.lines()).containsExactly("INFO recorded as run r1 at " + server.uri());
    assertThat(server.requests().stream().map(request -> String.valueOf(request.body())))
        .anyMatch(body -> body.contains("\"" + "n".repeat(5998) + "…\""));
  }

  @Test
  void existingExperimentIsUsed() {
    server.answer(EXPERIMENT, Answer.of(200, "{\"experiment\": {\"experiment_id\": \"3\"}}"));
    record("tracking.mlflow.experiment=\"other & more\"");
    assertThat(server.calls()).doesNotContain(CREATE).endsWith(LOG, END);
    assertThat(server.requests().get(0).query()).isEqualTo("experiment_name=other+%26+more");
    assertThat(server.requests().get(1).body().get("experiment_id").asText()).isEqualTo("3");
  }

  @Test
  void tokenIsSentAndNotLogged() throws IOException {
    record();
    assertThat(server.requests()).allMatch(request -> request.authorization() == null);
    server.requests().clear();
    MlflowTracking tracking =
        new MlflowTracking(
            load(), directory, Map.of("MLFLOW_TRACKING_TOKEN", TOKEN + "\n"), HADOOP, NO_MODEL);
    tracking.record(true);
    assertThat(server.requests())
        .hasSize(REQUESTS)
        .allMatch(request -> request.authorization().equals("Bearer " + TOKEN));
    server.answer(
        EXPERIMENT,
        Answer.of(401, "{\"message\": \"no user has\\u001b[31m Bearer %s\"}".formatted(TOKEN)));
    tracking.record(true);
    assertThat(log.lines())
        .last()
        .asString()
        .contains("WARN ", "experiments/get-by-name: status 401", "Bearer ***")
        .doesNotContain("\u001b");
    new MlflowTracking(
            load(), directory, Map.of("MLFLOW_TRACKING_TOKEN", TOKEN + "\nX: y"), HADOOP, NO_MODEL)
        .record(true);
    assertThat(log.lines()).last().asString().contains("expected printable ASCII");
    assertThat(String.join("", log.lines())).doesNotContain(TOKEN);
    assertThat(server.requests().stream().map(r -> String.valueOf(r.body())))
        .noneMatch(body -> body.contains(TOKEN));
  }

  @Test
  void unchangedRunIsRecordedOncePerServer() throws IOException {
    server.answer(END, Answer.of(503, "{}"));
    again();
    server.answer(END, Answer.of(200, "{}"));
    again();
    int once = server.requests().size();
    again();
    assertThat(server.requests()).hasSize(once);
    record();
    assertThat(server.requests()).hasSize(once + REQUESTS);
    try (MlflowStub other = new MlflowStub()) {
      again("tracking.mlflow.uri=" + other.uri());
      assertThat(other.calls()).contains(END);
    }
  }

  @Test
  void nothingIsSentIfTrackingIsOff() {
    record("tracking.mlflow.uri=");
    assertThat(server.calls()).isEmpty();
    assertThat(log.lines()).isEmpty();
    assertThat(folder.resolve("small/tracking.json")).doesNotExist();
  }

  @Test
  void runWithoutResultsIsNotRecorded() throws IOException {
    Files.delete(folder.resolve("small/results.json"));
    record();
    assertThat(server.calls()).isEmpty();
    assertThat(log.lines()).singleElement().asString().contains("results.json is missing");
  }

  private static Map<String, String> texts(JsonNode pairs) {
    Map<String, String> texts = new TreeMap<>();
    pairs.forEach(pair -> texts.put(pair.get("key").textValue(), pair.get("value").textValue()));
    return texts;
  }
}
