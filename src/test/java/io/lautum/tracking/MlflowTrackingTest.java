package io.lautum.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigValue;
import io.lautum.SmallExperiment;
import io.lautum.config.ExperimentConfig;
import io.lautum.evaluate.Results;
import io.lautum.report.Provenance;
import io.lautum.storage.AtomicFile;
import io.lautum.storage.ExperimentDirectory;
import io.lautum.storage.Json;
import io.lautum.tracking.MlflowStub.Answer;
import io.lautum.tracking.MlflowStub.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowTrackingTest {
  private static final int ROUNDS = 2500;
  private static final String TOKEN = "hunter2hunter2";
  private static final String EXPERIMENT = "GET experiments/get-by-name";
  private static final String CREATE = "POST experiments/create";
  private static final String BEGIN = "POST runs/create";
  private static final String LOG = "POST runs/log-batch";
  private static final String END = "POST runs/update";

  @TempDir Path folder;
  private MlflowStub server;
  private CapturedLog log;
  private ExperimentDirectory directory;

  @BeforeEach
  void writeFinishedRun() throws IOException {
    server = new MlflowStub();
    log = new CapturedLog(MlflowTracking.class);
    directory = new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
    Results results =
        new Results(
            "small",
            "digits",
            "letters",
            1,
            List.of("a", "b"),
            List.of(
                Results.Row.of("scratch", 10, List.of(0.5), null, null, null),
                Results.Row.of(
                    "standard+temporal-ensembling", 10, List.of(0.5, 0.7), 0.1, 1.0, null),
                Results.Row.of(
                    "standard+temporal-ensembling", 20, List.of(0.75, 0.75), 0.1, 1.0, null)),
            List.of(),
            List.of(),
            Map.of(),
            null);
    AtomicFile.write(directory.files(), directory.results(), results::write);
    String provenance =
        "{\"time\": \"2026-01-02T03:04:05Z\", \"command\": \"submit/lautum run small.conf\","
            + " \"revision\": \"abc\", \"version\": \"1.2\", \"processors\": 4}";
    Provenance facts =
        Json.read(
            new ByteArrayInputStream(provenance.getBytes(StandardCharsets.UTF_8)),
            "provenance",
            "facts",
            Provenance.class);
    AtomicFile.write(directory.files(), directory.provenance(), facts::write);
    StringBuilder history = new StringBuilder();
    for (int round = 1; round <= ROUNDS; round++) {
      history.append(
          "{\"round\":%d,\"iteration\":%d,\"crossEntropy\":%s,\"seconds\":1,\"examplesPerSecond\":9}%n"
              .formatted(round, 10 * round, round == 3 ? "NaN" : 1.0 / round));
    }
    Path pretrained = Files.createDirectories(folder.resolve("small/pretrain/standard"));
    Files.writeString(pretrained.resolve("history.jsonl"), history);
  }

  @AfterEach
  void close() {
    log.close();
    server.close();
  }

  @Test
  void aRunIsMadeFilledAndEnded() throws IOException {
    record();
    assertThat(server.calls())
        .containsExactly(EXPERIMENT, CREATE, BEGIN, LOG, LOG, LOG, LOG, LOG, END);
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
    JsonNode end = requests.get(8).body();
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
    // One round has no number.
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
    new MlflowTracking(config, directory, Map.of()).record(true);
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
        .hasSizeGreaterThan(100)
        .containsEntry("network.architecture", "mlp")
        .containsEntry("labels", "[10,20]")
        .containsEntry("pretrain.learning-rate", "0.001")
        .containsEntry("paper.standard.10", "0.5")
        .containsEntry("source.path", "s3a://***@bucket/raw")
        .doesNotContainKeys("data.root", "tracking.mlflow.uri");
    assertThat(params.get("paper-note")).hasSize(6000).endsWith("n…");
  }

  @Test
  void anExperimentOfAnotherNameMayBeThere() {
    server.answer(EXPERIMENT, Answer.of(200, "{\"experiment\": {\"experiment_id\": \"3\"}}"));
    record("tracking.mlflow.experiment=\"other & more\"");
    assertThat(server.calls()).doesNotContain(CREATE).endsWith(LOG, END);
    assertThat(server.requests().get(0).query()).isEqualTo("experiment_name=other+%26+more");
    assertThat(server.requests().get(1).body().get("experiment_id").asText()).isEqualTo("3");
  }

  @Test
  void theTokenIsSentAndNotLogged() throws IOException {
    record();
    assertThat(server.requests()).allMatch(request -> request.authorization() == null);
    server.requests().clear();
    MlflowTracking tracking =
        new MlflowTracking(load(), directory, Map.of("MLFLOW_TRACKING_TOKEN", TOKEN + "\n"));
    tracking.record(true);
    assertThat(server.requests())
        .hasSize(9)
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
    new MlflowTracking(load(), directory, Map.of("MLFLOW_TRACKING_TOKEN", TOKEN + "\nX: y"))
        .record(true);
    assertThat(log.lines()).last().asString().contains("expected printable ASCII");
    assertThat(String.join("", log.lines())).doesNotContain(TOKEN);
    assertThat(server.requests().stream().map(r -> String.valueOf(r.body())))
        .noneMatch(body -> body.contains(TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {EXPERIMENT, CREATE, BEGIN, LOG, END})
  void aFailingServerCostsOneWarning(String call) throws IOException {
    server.answer(call, Answer.of(500, "<html>Internal Server Error</html>"));
    String before = Files.readString(folder.resolve("small/results.json"));
    record();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains(
            "WARN tracking.mlflow.uri = " + server.uri(),
            call.replaceFirst("\\w+ ", "") + ": status 500",
            "the run is complete",
            "start the same command again");
    assertThat(folder.resolve("small/tracking.json")).doesNotExist();
    assertThat(folder.resolve("small/results.json")).hasContent(before);
    if (call.equals(LOG)) {
      assertThat(server.calls()).endsWith(BEGIN, LOG, END);
      assertThat(server.requests().get(4).body().get("status").asText()).isEqualTo("FAILED");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no JSON", "", "[1]", "{\"experiment\": {}}"})
  void anAnswerThatIsNoneIsNamed(String answer) {
    server.answer(EXPERIMENT, Answer.of(200, answer));
    record();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("WARN ", "expected /experiment/experiment_id in the answer, found none");
  }

  @Test
  void aServerThatIsDownCostsOneWarning() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    record("tracking.mlflow.uri=http://127.0.0.1:" + port);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("WARN ", "get-by-name: ConnectException");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aSlowServerIsNotWaitedFor() {
    for (Answer slow :
        List.of(new Answer(200, "{}", 5000, 0), new Answer(200, "{\"x\": 1}", 0, 5000))) {
      server.answer(EXPERIMENT, slow);
      long start = System.nanoTime();
      new MlflowTracking(
              load(), directory, Map.of(), Duration.ofMillis(300), Duration.ofSeconds(30))
          .record(true);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(log.lines())
          .last()
          .asString()
          .contains("WARN ", "experiments/get-by-name: no answer within 0.3 s;");
    }
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void manyAnswersMayTakeSoMuchTimeTogether() {
    server.answer(LOG, new Answer(200, "{}", 1000, 0));
    new MlflowTracking(load(), directory, Map.of(), Duration.ofSeconds(30), Duration.ofSeconds(3))
        .record(true);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("WARN ", "runs/log-batch: no ", "the requests before");
    assertThat(server.calls()).filteredOn(LOG::equals).hasSizeBetween(1, 4);
  }

  @Test
  void anEndlessAnswerIsNotRead() {
    server.answer(EXPERIMENT, Answer.of(200, "\"" + "x".repeat(2 << 20) + "\""));
    record();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("WARN ", "get-by-name: DataException: answer: ");
  }

  @Test
  void anUnchangedRunIsRecordedOnceOnAServer() throws IOException {
    server.answer(END, Answer.of(503, "{}"));
    tracking().record(false);
    server.answer(END, Answer.of(200, "{}"));
    tracking().record(false);
    int once = server.requests().size();
    tracking().record(false);
    assertThat(server.requests()).hasSize(once);
    tracking().record(true);
    assertThat(server.requests()).hasSize(once + 9);
    try (MlflowStub other = new MlflowStub()) {
      new MlflowTracking(load("tracking.mlflow.uri=" + other.uri()), directory, Map.of())
          .record(false);
      assertThat(other.calls()).contains(END);
    }
  }

  @Test
  void nothingIsSentWhereItIsOff() {
    record("tracking.mlflow.uri=");
    assertThat(server.calls()).isEmpty();
    assertThat(log.lines()).isEmpty();
    assertThat(folder.resolve("small/tracking.json")).doesNotExist();
  }

  @Test
  void aRunWithoutResultsIsNotBegun() throws IOException {
    Files.delete(folder.resolve("small/results.json"));
    record();
    assertThat(server.calls()).isEmpty();
    assertThat(log.lines()).singleElement().asString().contains("results.json is missing");
  }

  private void record(String... overrides) {
    new MlflowTracking(load(overrides), directory, Map.of()).record(true);
  }

  private MlflowTracking tracking() {
    return new MlflowTracking(load(), directory, Map.of());
  }

  private ExperimentConfig load(String... overrides) {
    List<String> all = new ArrayList<>(List.of("tracking.mlflow.uri=" + server.uri() + "/"));
    all.addAll(List.of(overrides));
    return SmallExperiment.load(folder, all.toArray(String[]::new));
  }

  private static Map<String, String> texts(JsonNode pairs) {
    Map<String, String> texts = new TreeMap<>();
    pairs.forEach(pair -> texts.put(pair.get("key").textValue(), pair.get("value").textValue()));
    return texts;
  }
}
