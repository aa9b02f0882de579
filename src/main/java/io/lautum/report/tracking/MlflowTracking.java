package io.lautum.report.tracking;

import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethods;
import io.lautum.report.History;
import io.lautum.report.Provenance;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a finished run on the MLflow server of its configuration, if it names one. A failure of
 * the server has no other effect than a warning. Driver only.
 */
public final class MlflowTracking {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowTracking.class);
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final String token;
  private final Duration each;
  private final Duration altogether;

  /**
   * @param environment environment variables of the process, for {@code MLFLOW_TRACKING_TOKEN}
   */
  public MlflowTracking(
      ExperimentConfig config, ExperimentDirectory directory, Map<String, String> environment) {
    this(config, directory, environment, Duration.ofSeconds(10), Duration.ofMinutes(1));
  }

  MlflowTracking(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Map<String, String> environment,
      Duration each,
      Duration altogether) {
    this.config = config;
    this.directory = directory;
    this.token = environment.getOrDefault(TOKEN, "").strip();
    this.each = each;
    this.altogether = altogether;
  }

  /**
   * The place where a run has been recorded, as {@code tracking.json} contains it.
   *
   * @param uri address of the server
   */
  record Tracked(String uri, String experimentId, String runId) {}

  /**
   * Records the run; warns if that fails. A run that this server already has is omitted unless it
   * has changed.
   *
   * @param changed whether any stage had work
   */
  public void record(boolean changed) {
    String uri = config.tracking().mlflow();
    if (!config.tracking().isOn()) {
      return;
    }
    try {
      if (changed || !isTracked(uri)) {
        Tracked tracked = send(uri);
        Json.writeFile(directory.files(), directory.tracked(), tracked);
        LOG.info("recorded as run {} at {}", tracked.runId(), uri);
      }
    } catch (IOException | RuntimeException e) {
      // Catches any exception: the run is complete, and must not fail because of an additional
      // record.
      LOG.warn(
          "tracking.mlflow.uri = {}: the run is complete but not recorded there: {}; start the same"
              + " command again when the server answers, or switch it off with -D"
              + " tracking.mlflow.uri=",
          uri,
          e.getMessage());
    }
  }

  private boolean isTracked(String uri) throws IOException {
    return read(
            directory.tracked(),
            (in, name) -> Json.read(in, name, "an object with uri and runId", Tracked.class))
        .filter(tracked -> uri.equals(tracked.uri()))
        .isPresent();
  }

  private Tracked send(String uri) throws IOException {
    RunRecord record = recorded();
    // The earlier record belongs to another run.
    directory.files().delete(directory.tracked(), false);
    MlflowServer server =
        new MlflowServer(new RestClient(uri + "/api/2.0/mlflow/", token, each, altogether));
    String experiment = server.experiment(config.tracking().experiment());
    String run = server.begin(experiment, record);
    try {
      server.log(run, record);
      server.end(run, "FINISHED");
    } catch (IOException e) {
      try {
        server.end(run, "FAILED");
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    return new Tracked(uri, experiment, run);
  }

  private RunRecord recorded() throws IOException {
    Results results =
        read(directory.results(), Results::read)
            .orElseThrow(() -> new FileNotFoundException(directory.results() + " is missing"));
    SortedMap<String, List<History.Round>> rounds = new TreeMap<>();
    for (String method : pretrained(results)) {
      Path history = ExperimentDirectory.history(directory.pretrained(method));
      read(history, History::readRounds).ifPresent(all -> rounds.put(method, all));
    }
    return RunRecord.of(config, read(directory.provenance(), Provenance::read), results, rounds);
  }

  /**
   * Returns the methods that trained on the source, and the methods whose models they started from.
   */
  private List<String> pretrained(Results results) {
    return results.methods().stream()
        .map(method -> TransferMethods.named(method).before())
        .filter(PreTransfer::usesSource)
        .flatMap(
            method ->
                Stream.concat(method.startingMethod(config.pretrain()).stream(), Stream.of(method)))
        .map(PreTransfer::name)
        .distinct()
        .toList();
  }

  private <T> Optional<T> read(Path file, BiFunction<InputStream, String, T> reader)
      throws IOException {
    try (InputStream in = directory.files().open(file)) {
      return Optional.of(reader.apply(in, file.toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
