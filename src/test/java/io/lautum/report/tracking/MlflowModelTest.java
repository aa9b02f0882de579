package io.lautum.report.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.experiment.config.TrackingConfig;
import io.lautum.experiment.result.Results;
import io.lautum.report.tracking.MlflowStub.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model is uploaded and becomes a version of a registered model. */
class MlflowModelTest extends FinishedRun {
  private static final int RUN = 10;
  private static final String MODEL = "tracking.mlflow.model=best";
  private static final String NAME = "tracking.mlflow.registered-model=letters";
  private static final String ALIAS = "tracking.mlflow.alias=champion";
  private static final String CREATE_MODEL = "POST registered-models/create";
  private static final String CREATE_VERSION = "POST model-versions/create";
  private static final String SET_ALIAS = "POST registered-models/alias";
  private static final String[] UPLOAD = {
    "PUT 7/r1/artifacts/model/model.onnx", "PUT 7/r1/artifacts/model/MLmodel", "POST runs/log-model"
  };

  private List<String> callsFrom(int first) {
    return server.calls().subList(first, server.calls().size());
  }

  private String body(int request) {
    return server.requests().get(request).body().toString();
  }

  @Test
  void folderIsUploadedWithItsDescriptionLast() {
    record(MODEL);
    assertThat(callsFrom(RUN)).containsExactly(UPLOAD);
    assertThat(server.requests().get(RUN).content())
        .asString()
        .endsWith("/small/finetune/standard+temporal-ensembling/labels-20/draw-1/model.zip");
    assertThat(server.requests().get(RUN + 1).content()).asString().isEqualTo("run_id: r1");
    assertThat(body(RUN + 2))
        .isEqualTo("{\"run_id\":\"r1\",\"model_json\":\"{\\\"run_id\\\":\\\"r1\\\"}\"}");
    again(MODEL);
    assertThat(callsFrom(RUN)).hasSize(3);
    assertThat(log.lines()).hasSize(1);
    again("tracking.mlflow.model=scratch");
    assertThat(callsFrom(RUN + 3)).containsExactly(UPLOAD);
    assertThat(server.requests().get(RUN + 3).content())
        .asString()
        .endsWith("/finetune/scratch/labels-10/draw-1/model.zip");
  }

  @Test
  void modelBecomesAVersionWithAnAlias() throws IOException {
    record(MODEL, NAME, ALIAS);
    assertThat(callsFrom(RUN + 3)).containsExactly(CREATE_MODEL, CREATE_VERSION, SET_ALIAS);
    assertThat(body(RUN + 3)).isEqualTo("{\"name\":\"letters\"}");
    assertThat(body(RUN + 4))
        .isEqualTo(
            "{\"name\":\"letters\",\"source\":\"mlflow-artifacts:/7/r1/artifacts/model\","
                + "\"run_id\":\"r1\",\"tags\":[{\"key\":\"lautum.accuracy\",\"value\":\"0.7500\"},"
                + "{\"key\":\"lautum.labels\",\"value\":\"20\"},"
                + "{\"key\":\"lautum.method\",\"value\":\"standard+temporal-ensembling\"}]}");
    assertThat(body(RUN + 5))
        .isEqualTo("{\"name\":\"letters\",\"alias\":\"champion\",\"version\":\"3\"}");
    assertThat(Files.readString(folder.resolve("small/tracking.json")))
        .contains("\"registeredModel\" : \"letters\"", "\"version\" : \"3\"", "\"champion\"");
    again(MODEL, NAME, ALIAS);
    assertThat(callsFrom(RUN)).hasSize(6);
    // A changed alias needs no new version, a changed model does.
    again(MODEL, NAME, "tracking.mlflow.alias=challenger");
    assertThat(callsFrom(RUN + 6)).containsExactly(SET_ALIAS);
    again("tracking.mlflow.model=scratch", NAME);
    assertThat(callsFrom(RUN + 7))
        .containsExactly(UPLOAD[0], UPLOAD[1], UPLOAD[2], CREATE_MODEL, CREATE_VERSION);
  }

  @Test
  void registeredModelMayExist() {
    server.answer(
        CREATE_MODEL,
        Answer.of(400, "{\"error_code\": \"RESOURCE_ALREADY_EXISTS\", \"message\": \"exists\"}"));
    record(MODEL, NAME);
    assertThat(callsFrom(RUN + 3)).containsExactly(CREATE_MODEL, CREATE_VERSION);
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void onlyTheMissingStepOfARegistrationIsRepeated() {
    server.answer(SET_ALIAS, Answer.of(403, "{\"error_code\": \"PERMISSION_DENIED\"}"));
    record(MODEL, NAME, ALIAS);
    assertThat(log.lines())
        .last()
        .asString()
        .contains("WARN ", "without its registered model: registered-models/alias: status 403")
        .endsWith(
            "switch it off with -D tracking.mlflow.registered-model= -D tracking.mlflow.alias=");
    int first = server.calls().size();
    server.answer(SET_ALIAS, Answer.of(200, "{}"));
    again(MODEL, NAME, ALIAS);
    assertThat(callsFrom(first)).containsExactly(SET_ALIAS);
  }

  @Test
  void modelThatCannotBeUploadedIsNotRegistered() {
    server.answer(UPLOAD[1], Answer.of(507, "{}"));
    record(MODEL, NAME, FILES, DRAWS);
    assertThat(server.calls()).doesNotContain(CREATE_MODEL, UPLOAD[2]);
    // The other parts are there.
    assertThat(server.calls())
        .contains("PUT 7/r1/artifacts/results.json")
        .endsWith(BEGIN, LOG, END);
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(1))
        .contains("without its model: 7/r1/artifacts/model/MLmodel: status 507")
        .endsWith("with -D tracking.mlflow.model=none -D tracking.mlflow.registered-model=");
    int first = server.calls().size();
    server.answerAsUsual(UPLOAD[1]);
    again(MODEL, NAME, FILES, DRAWS);
    assertThat(callsFrom(first))
        .containsExactly(UPLOAD[0], UPLOAD[1], UPLOAD[2], CREATE_MODEL, CREATE_VERSION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {}",
        "404 | {\"error_code\": \"ENDPOINT_NOT_FOUND\"}",
        "405 | {}",
        "501 | {}"
      })
  void serverThatTakesNoDescriptionsRegistersTheModel(int status, String answer) {
    server.answer(UPLOAD[2], Answer.of(status, answer));
    record(MODEL, NAME);
    assertThat(callsFrom(RUN + 2)).containsExactly(UPLOAD[2], CREATE_MODEL, CREATE_VERSION);
    assertThat(log.lines()).hasSize(1);
    again(MODEL, NAME);
    assertThat(callsFrom(RUN + 5)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"404 | {\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}", "500 | {}"})
  void rejectedDescriptionIsAWarning(int status, String answer) {
    server.answer(UPLOAD[2], Answer.of(status, answer));
    record(MODEL, NAME);
    assertThat(callsFrom(RUN + 2)).containsExactly(UPLOAD[2]);
    assertThat(log.lines())
        .last()
        .asString()
        .contains("WARN ", "without its model: runs/log-model: status " + status);
  }

  @Test
  void folderWithFilesOfTwoModelsIsNotRegistered() {
    record(MODEL);
    int first = server.calls().size();
    server.answer(UPLOAD[1], Answer.of(507, "{}"));
    again("tracking.mlflow.model=scratch", NAME);
    assertThat(callsFrom(first)).containsExactly(UPLOAD[0], UPLOAD[1]);
    again(MODEL, NAME);
    assertThat(server.calls()).doesNotContain(CREATE_MODEL);
  }

  @Test
  void missingNativeLibraryIsAWarning() {
    ModelFolder broken =
        (model, content, run) -> {
          throw new UnsatisfiedLinkError("no onnxruntime in java.library.path");
        };
    new MlflowTracking(load(MODEL), directory, Map.of(), HADOOP, broken).record(true);
    assertThat(log.lines())
        .last()
        .asString()
        .contains("WARN ", "without its model: no onnxruntime in java.library.path");
  }

  @Test
  void bestIsTheHighestMeanAtTheLargestNumberOfLabels() throws IOException {
    List<Results.Row> rows =
        List.of(
            Results.Row.of("a", 10, List.of(0.99), null, null, null),
            Results.Row.of("a", 20, List.of(0.5, 0.6), null, null, null),
            Results.Row.of("b", 20, List.of(0.4, 0.9), null, null, null),
            Results.Row.of("c", 20, List.of(0.65, 0.65), null, null, null),
            Results.Row.of("d", 10, List.of(0.1), null, null, null));
    Results results =
        new Results("small", "s", "t", 1, List.of(), rows, List.of(), List.of(), Map.of(), null);
    assertThat(ChosenModel.of(results, TrackingConfig.BEST).name()).isEqualTo("b/labels-20/draw-1");
    assertThat(ChosenModel.of(results, "d").name()).isEqualTo("d/labels-10/draw-1");
    assertThatThrownBy(() -> ChosenModel.of(results, "e"))
        .isInstanceOf(IOException.class)
        .hasMessage("the results have no method \"e\"");
  }
}
