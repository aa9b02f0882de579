package io.lautum.report.tracking;

import io.lautum.PrintableText;
import io.lautum.Text;
import io.lautum.experiment.config.TrackingConfig;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;

/**
 * Adds parts to a recorded run: files, a model, its version in the model registry, and nested runs.
 * A part that is already there is omitted. A part that fails causes one warning, and the others are
 * added all the same; {@code tracking.json} states how far they are.
 */
final class RunParts {
  /** Folder of the model in the run's artifacts. */
  private static final String MODEL = "model";

  private static final int MOST_CONFIGURATION = 16 << 20;

  private final TrackingConfig config;
  private final ExperimentDirectory directory;
  private final Connection connection;
  private final Configuration hadoop;
  private final ModelFolder models;
  private final Logger log;
  private Tracked tracked;

  /**
   * @param tracked what is recorded already
   * @param log receives the warnings
   */
  RunParts(
      TrackingConfig config,
      ExperimentDirectory directory,
      Connection connection,
      Configuration hadoop,
      ModelFolder models,
      Tracked tracked,
      Logger log) {
    this.config = config;
    this.directory = directory;
    this.connection = connection;
    this.hadoop = hadoop;
    this.models = models;
    this.tracked = tracked;
    this.log = log;
  }

  /** Adds the parts that the configuration asks for. */
  void add(Results results) {
    if (config.artifacts() && tracked.artifacts() == null) {
      attempt("its files", List.of("artifacts=false"), this::addFiles);
    }
    // A key without the one that it depends on would be rejected.
    List<String> off = new ArrayList<>();
    off.add("registered-model=");
    if (!config.alias().isEmpty()) {
      off.add("alias=");
    }
    if (config.hasModel()) {
      List<String> model = new ArrayList<>(List.of("model=none"));
      model.addAll(config.registeredModel().isEmpty() ? List.of() : off);
      attempt("its model", model, () -> addModel(results));
    }
    // Without the model there is nothing to register, and its warning says so.
    if (!config.registeredModel().isEmpty() && tracked.model() != null) {
      attempt("its registered model", off, () -> register(results));
    }
    if (config.draws()) {
      attempt("all of its nested runs", List.of("draws=false"), () -> addDraws(results));
    }
  }

  private interface Part {
    void add() throws IOException;
  }

  /**
   * @param off keys that switch the part off
   */
  private void attempt(String name, List<String> off, Part part) {
    try {
      part.add();
    } catch (IOException | RuntimeException | LinkageError e) {
      // Catches any exception, and a missing native library of ONNX Runtime: the run is complete,
      // and must not fail because of an additional record.
      log.warn(
          "tracking.mlflow.uri = {}: run {} is recorded without {}: {}; start the same command"
              + " again to add the missing part, or switch it off with{}",
          connection.uri(),
          tracked.runId(),
          name,
          PrintableText.of(RunRecord.withoutUsers(PrintableText.quoted(e))),
          off.stream().map(" -D tracking.mlflow."::concat).collect(Collectors.joining()));
    }
  }

  private void addFiles() throws IOException {
    List<Upload> uploads = new ArrayList<>();
    for (Path file : List.of(directory.report(), directory.results(), directory.provenance())) {
      // Results of an earlier version can lack the provenance.
      if (directory.files().exists(file)) {
        uploads.add(Upload.of(file.getName(), directory.files(), file));
      }
    }
    Path resolved = directory.resolvedConfiguration();
    if (directory.files().exists(resolved)) {
      byte[] content = SmallFile.read(directory.files(), resolved, MOST_CONFIGURATION);
      String shown = RunRecord.withoutUsers(new String(content, StandardCharsets.UTF_8));
      uploads.add(Upload.of(resolved.getName(), shown.getBytes(StandardCharsets.UTF_8)));
    }
    ArtifactStore store = store();
    for (Upload upload : uploads) {
      store.put(upload);
    }
    update(tracked.withArtifacts());
  }

  private void addModel(Results results) throws IOException {
    ChosenModel chosen = ChosenModel.of(results, config.model());
    if (chosen.name().equals(tracked.model())) {
      return;
    }
    // A folder with files of two models must not be registered.
    update(tracked.withModel(null));
    Path folder = directory.finetuned(chosen.method(), chosen.labels(), ChosenModel.DRAW);
    try (TemporaryFolder temporary = new TemporaryFolder()) {
      Path content = new Path(temporary.path().toUri());
      String model = models.write(ExperimentDirectory.model(folder), content, tracked.runId());
      ArtifactStore store = store();
      for (Upload upload : temporary.uploads(MODEL, "MLmodel")) {
        store.put(upload);
      }
      connection.server().logModel(tracked.runId(), model);
    }
    update(tracked.withModel(chosen.name()));
  }

  private void register(Results results) throws IOException {
    String name = config.registeredModel();
    MlflowServer server = connection.server();
    if (!name.equals(tracked.registeredModel())) {
      ChosenModel chosen = ChosenModel.of(results, config.model());
      SortedMap<String, String> tags =
          new TreeMap<>(
              Map.of(
                  "lautum.method",
                  chosen.method(),
                  "lautum.labels",
                  String.valueOf(chosen.labels()),
                  "lautum.accuracy",
                  Text.format("%.4f", chosen.accuracy())));
      server.createRegisteredModel(name);
      String source = artifactUri().replaceFirst("/+$", "") + "/" + MODEL;
      String version = server.createVersion(name, source, tracked.runId(), tags);
      update(tracked.withVersion(name, version));
    }
    if (!config.alias().isEmpty() && !config.alias().equals(tracked.alias())) {
      server.setAlias(name, config.alias(), tracked.version());
      update(tracked.withAlias(config.alias()));
    }
  }

  private void addDraws(Results results) throws IOException {
    List<RunRecord> draws = DrawRuns.of(results, tracked.runId());
    int recorded = tracked.draws() == null ? 0 : tracked.draws();
    if (recorded >= draws.size()) {
      return;
    }
    MlflowServer server = connection.server();
    int next = recorded;
    try {
      while (next < draws.size()) {
        server.record(tracked.experimentId(), draws.get(next));
        next++;
      }
    } finally {
      if (next > recorded) {
        update(tracked.withDraws(next));
      }
    }
  }

  private ArtifactStore store() throws IOException {
    return ArtifactStore.of(artifactUri(), connection, hadoop);
  }

  private String artifactUri() throws IOException {
    if (tracked.artifactUri() == null) {
      update(tracked.withArtifactUri(connection.server().artifactUri(tracked.runId())));
    }
    return tracked.artifactUri();
  }

  private void update(Tracked changed) throws IOException {
    tracked = changed;
    Json.writeFile(directory.files(), directory.tracked(), changed);
  }
}
