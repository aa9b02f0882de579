package io.lautum.report.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lautum.report.tracking.MlflowStub.Answer;
import io.lautum.report.tracking.MlflowStub.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each draw is a nested run. */
class MlflowDrawsTest extends FinishedRun {
  /** Requests before those of the nested runs. */
  private static final int PARENT = 10;

  private static final Duration LONG = Duration.ofMinutes(1);

  /** Returns the nested runs from a request on, as their names and metrics. */
  private List<String> nested(int from) {
    List<String> runs = new ArrayList<>();
    List<Request> requests = server.requests();
    for (int i = from; i + 2 < requests.size(); i += 3) {
      assertThat(server.calls().subList(i, i + 3)).containsExactly(BEGIN, LOG, END);
      JsonNode metric = requests.get(i + 1).body().at("/metrics/0");
      runs.add(
          "%s: %s %s at %d, %s"
              .formatted(
                  requests.get(i).text("run_name"),
                  metric.get("key").textValue(),
                  metric.get("value").asText(),
                  metric.get("step").asInt(),
                  requests.get(i + 2).text("status")));
    }
    return runs;
  }

  @Test
  void drawsAreNestedRunsInTheOrderOfTheResults() {
    record(DRAWS);
    assertThat(nested(PARENT))
        .containsExactly(
            "scratch labels-10 draw-1: accuracy 0.5 at 10, FINISHED",
            "standard+temporal-ensembling labels-10 draw-1: accuracy 0.5 at 10, FINISHED",
            "standard+temporal-ensembling labels-10 draw-2: accuracy 0.7 at 10, FINISHED",
            "standard+temporal-ensembling labels-20 draw-1: accuracy 0.75 at 20, FINISHED",
            "standard+temporal-ensembling labels-20 draw-2: accuracy 0.75 at 20, FINISHED");
    Request begin = server.requests().get(PARENT + 6);
    assertThat(begin.text("experiment_id")).isEqualTo("7");
    assertThat(begin.body().get("tags").toString())
        .isEqualTo(
            "[{\"key\":\"mlflow.parentRunId\",\"value\":\"r1\"},{\"key\":\"mlflow.runName\","
                + "\"value\":\"standard+temporal-ensembling labels-10 draw-2\"}]");
    Request batch = server.requests().get(PARENT + 7);
    assertThat(batch.text("run_id")).isEqualTo("r4");
    assertThat(batch.body().get("params").toString())
        .isEqualTo(
            "[{\"key\":\"draw\",\"value\":\"2\"},{\"key\":\"labels\",\"value\":\"10\"},"
                + "{\"key\":\"method\",\"value\":\"standard+temporal-ensembling\"}]");
    assertThat(server.requests().get(PARENT + 8).text("run_id")).isEqualTo("r4");
    int once = server.requests().size();
    again(DRAWS);
    assertThat(server.requests()).hasSize(once);
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void drawsThatAreMissingAreAddedByTheNextStart() {
    record();
    // The time suffices for two nested runs, but not for three.
    server.answer(LOG, new Answer(200, "{}", 1200, 0));
    limited(LONG, Duration.ofSeconds(3), LONG, DRAWS).record(false);
    assertThat(log.lines())
        .last()
        .asString()
        .contains("WARN ", "run r1 is recorded without all of its nested runs: runs/")
        .contains("switch it off with -D tracking.mlflow.draws=false");
    int complete = nested(PARENT).size();
    assertThat(complete).isBetween(1, 2);
    int first = server.requests().size();
    server.answer(LOG, Answer.of(200, "{}"));
    again(DRAWS);
    assertThat(nested(first)).hasSize(5 - complete).last().asString().contains("20 draw-2");
    first = server.requests().size();
    again(DRAWS);
    assertThat(server.requests()).hasSize(first);
  }

  @Test
  void nestedRunThatFailsIsMarkedAndRepeated() {
    record();
    server.answer(LOG, Answer.of(500, "{}"));
    again(DRAWS);
    assertThat(nested(PARENT))
        .containsExactly("scratch labels-10 draw-1: accuracy 0.5 at 10, FAILED");
    assertThat(log.lines()).hasSize(2);
    server.answer(LOG, Answer.of(200, "{}"));
    again(DRAWS);
    assertThat(nested(PARENT + 3)).hasSize(5).allMatch(run -> run.endsWith("FINISHED"));
    assertThat(log.lines()).hasSize(2);
  }
}
