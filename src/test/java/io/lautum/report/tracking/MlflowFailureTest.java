package io.lautum.report.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.report.tracking.MlflowStub.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failing server causes a warning and has no other effect. */
class MlflowFailureTest extends FinishedRun {
  private static final Duration LONG = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(strings = {EXPERIMENT, CREATE, BEGIN, LOG, END})
  void failingServerCausesOneWarning(String call) throws IOException {
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
  void malformedAnswerIsReported(String answer) {
    server.answer(EXPERIMENT, Answer.of(200, answer));
    record();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("WARN ", "expected /experiment/experiment_id in the answer, found none");
  }

  @Test
  void rejectedTokenAndRedirectHaveARemedy() {
    server.answer(EXPERIMENT, Answer.of(401, "<html>Unauthorized</html>"));
    record();
    assertThat(log.lines())
        .last()
        .asString()
        .contains("get-by-name: status 401; set MLFLOW_TRACKING_TOKEN in the environment; start");
    server.redirect("https://mlflow.example.org:8443/login?state=secret");
    server.answer(EXPERIMENT, Answer.of(302, ""));
    record();
    assertThat(log.lines())
        .last()
        .asString()
        .contains(
            "get-by-name: status 302; the server redirects to https://mlflow.example.org:8443,"
                + " which is not followed; set tracking.mlflow.uri to the final address; start")
        .doesNotContain("secret");
  }

  @Test
  void unreachableServerCausesOneWarning() throws IOException {
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
  void slowServerTimesOut() {
    for (Answer slow :
        List.of(new Answer(200, "{}", 5000, 0), new Answer(200, "{\"x\": 1}", 0, 5000))) {
      server.answer(EXPERIMENT, slow);
      long start = System.nanoTime();
      limited(Duration.ofMillis(300), Duration.ofSeconds(30), LONG).record(true);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(log.lines())
          .last()
          .asString()
          .contains("WARN ", "experiments/get-by-name: no answer within 0.3 s;");
    }
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void timeOfAllRequestsTogetherIsLimited() {
    server.answer(LOG, new Answer(200, "{}", 1000, 0));
    limited(Duration.ofSeconds(30), Duration.ofSeconds(3), LONG).record(true);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("WARN ", "runs/log-batch: no ", "the previous requests");
    assertThat(server.calls()).filteredOn(LOG::equals).hasSizeBetween(1, 4);
  }

  @Test
  void overlongAnswerIsNotRead() {
    server.answer(EXPERIMENT, Answer.of(200, "\"" + "x".repeat(2 << 20) + "\""));
    record();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("WARN ", "get-by-name: DataException: answer: ");
  }
}
