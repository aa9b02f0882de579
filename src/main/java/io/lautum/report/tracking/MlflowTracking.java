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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a finished run and its parts on the MLflow server of its configuration, if it names one.
 * A failure of the server has no other effect than a warning. Driver only.
 */
public final class MlflowTracking {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowTracking.class);
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Connection connection;
  private final Configuration hadoop;
  private final ModelFolder models;

  /**
   * @param environment environment variables of the process, for {@code MLFLOW_TRACKING_TOKEN}
   * @param hadoop settings of the file systems, for artifacts that the server does not take itself
   * @param models writes the model that is uploaded
   */
  public MlflowTracking(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Map<String, String> environment,
      Configuration hadoop,
      ModelFolder models) {
    this(config, directory, connection(config, environment), hadoop, models);
  }

  MlflowTracking(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Connection connection,
      Configuration hadoop,
      ModelFolder models) {
    this.config = config;
    this.directory = directory;
    this.connection = connection;
    this.hadoop = hadoop;
    this.models = models;
  }

  static Connection connection(ExperimentConfig config, Map<String, String> environment) {
    return new Connection(config.tracking().mlflow(), environment.getOrDefault(TOKEN, "").strip());
  }

  /**
   * Records the run; warns if that fails. A run that this server already has is omitted unless it
   * has changed; parts that it lacks are added.
   *
   * @param changed whether any stage had work
   */
  public void record(boolean changed) {
    if (!config.tracking().isOn()) {
      return;
    }
    try {
      Results results =
          read(directory.results(), Results::read)
              .orElseThrow(() -> new FileNotFoundException(directory.results() + " is missing"));
      Tracked tracked = changed ? null : tracked();
      if (tracked == null) {
        tracked = send(results);
        Json.writeFile(directory.files(), directory.tracked(), tracked);
        LOG.info("recorded as run {} at {}", tracked.runId(), connection.uri());
      }
      new RunParts(config.tracking(), directory, connection, hadoop, models, tracked, LOG)
          .add(results);
    } catch (IOException | RuntimeException e) {
      // Catches any exception: the run is complete, and must not fail because of an additional
      // record.
      LOG.warn(
          "tracking.mlflow.uri = {}: the run is complete but not recorded there: {}; start the same"
              + " command again when the server answers, or switch it off with -D"
              + " tracking.mlflow.uri=",
          connection.uri(),
          e.getMessage());
    }
  }

  /** Returns the run's record on this server, or null if it has none. */
  private Tracked tracked() throws IOException {
    return read(
            directory.tracked(),
            (in, name) -> Json.read(in, name, "an object with uri and runId", Tracked.class))
        .filter(tracked -> connection.uri().equals(tracked.uri()))
        .orElse(null);
  }

  private Tracked send(Results results) throws IOException {
    RunRecord record = recorded(results);
    // The earlier record belongs to another run.
    directory.files().delete(directory.tracked(), false);
    MlflowServer server = connection.server();
    String experiment = server.experiment(config.tracking().experiment());
    return new Tracked(connection.uri(), experiment, server.record(experiment, record));
  }

  private RunRecord recorded(Results results) throws IOException {
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
