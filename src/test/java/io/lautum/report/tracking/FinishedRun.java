package io.lautum.report.tracking;

import io.lautum.SmallExperiment;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.report.Provenance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base of tests that need a finished run of 2,500 rounds and a tracking server whose answers they
 * set.
 */
abstract class FinishedRun {
  static final int ROUNDS = 2500;
  static final String EXPERIMENT = "GET experiments/get-by-name";
  static final String CREATE = "POST experiments/create";
  static final String BEGIN = "POST runs/create";
  static final String LOG = "POST runs/log-batch";
  static final String END = "POST runs/update";
  static final Configuration HADOOP = new Configuration(false);
  static final String FILES = "tracking.mlflow.artifacts=true";
  static final String DRAWS = "tracking.mlflow.draws=true";

  @TempDir Path folder;
  MlflowStub server;
  CapturedLog log;
  ExperimentDirectory directory;

  @BeforeEach
  void writeFinishedRun() throws IOException {
    server = new MlflowStub();
    log = new CapturedLog(MlflowTracking.class);
    directory = new ExperimentDirectory(folder.toString(), "small", HADOOP);
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

  /** Records the run as one that has changed. */
  void record(String... overrides) {
    tracking(overrides).record(true);
  }

  /** Starts the same command again: no stage had work. */
  void again(String... overrides) {
    tracking(overrides).record(false);
  }

  MlflowTracking tracking(String... overrides) {
    return new MlflowTracking(
        load(overrides), directory, Map.of(), HADOOP, FinishedRun::writeModel);
  }

  MlflowTracking tracking(Connection connection, Configuration hadoop, String... overrides) {
    return new MlflowTracking(
        load(overrides), directory, connection, hadoop, FinishedRun::writeModel);
  }

  /** Returns a tracking with limits on the time per request, of all requests, and of uploads. */
  MlflowTracking limited(
      Duration each, Duration altogether, Duration uploads, String... overrides) {
    return tracking(new Connection(server.uri(), "", each, altogether, uploads), HADOOP, overrides);
  }

  /** Writes a folder whose content names the model and the run. */
  private static String writeModel(
      org.apache.hadoop.fs.Path model, org.apache.hadoop.fs.Path folder, String run)
      throws IOException {
    Path local = Path.of(folder.toUri());
    Files.writeString(local.resolve("MLmodel"), "run_id: " + run);
    Files.writeString(local.resolve("model.onnx"), model.toUri().getPath());
    Files.writeString(local.resolve(".model.onnx.crc"), "checksum");
    return "{\"run_id\": \"%s\", \"metadata\": {\"classes\": [\"a\"]}}".formatted(run);
  }

  /** Loads the experiment with only the run itself recorded, unless the overrides say otherwise. */
  ExperimentConfig load(String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "tracking.mlflow.uri=" + server.uri() + "/",
                "tracking.mlflow.artifacts=false",
                "tracking.mlflow.draws=false"));
    all.addAll(List.of(overrides));
    return SmallExperiment.load(folder, all.toArray(String[]::new));
  }
}
