package io.lautum.pipeline;

import io.lautum.UserException;
import io.lautum.config.ConfigLoader;
import io.lautum.config.ExperimentConfig;
import io.lautum.generalisation.GeneralisationJob;
import io.lautum.generalisation.GeneralisationResults;
import io.lautum.generalisation.GeneralisationTables;
import io.lautum.generalisation.Training;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethods;
import io.lautum.pretrain.PretrainJob;
import io.lautum.storage.ArtefactMarker;
import io.lautum.storage.AtomicFile;
import io.lautum.storage.ExperimentDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The experiment on generalisation: standard training on the source once for each regulariser and
 * minibatch size, then the measurement of all networks. What is finished for its configuration is
 * skipped.
 */
public final class GeneralisationPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(GeneralisationPipeline.class);

  /** Trains on the source alone. */
  private static final PreTransfer METHOD = TransferMethods.named("standard").before();

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final ExistingResults existing;
  private final Supplier<JavaSparkContext> spark;
  private final List<Training> trainings;

  /**
   * @param spark called when there is work for it
   * @throws UserException if a regulariser does not exist
   */
  public GeneralisationPipeline(
      ExperimentConfig config,
      ExperimentDirectory directory,
      ExistingResults existing,
      Supplier<JavaSparkContext> spark) {
    this.config = config;
    this.directory = directory;
    this.existing = existing;
    this.spark = spark;
    this.trainings = Training.of(config);
  }

  /**
   * Trains and measures what is missing.
   *
   * @throws UserException if the shards are missing, or a network or its checkpoints are of another
   *     configuration; nothing has been changed then
   */
  public GeneralisationResults run() throws IOException {
    if (!new Artefacts(config, directory).shards().checkComplete()) {
      throw new UserException(
          "%s is missing or not finished: run prepare first".formatted(directory.shards()));
    }
    Map<Training, Boolean> missing = missing();
    ArtefactMarker measured = measured();
    boolean current =
        missing.isEmpty()
            && existing != ExistingResults.OVERWRITE
            && measured.isUpToDate()
            && directory.files().exists(results());
    if (current) {
      LOG.info("generalisation: complete, skipped");
      return read();
    }
    measured.clear();
    AtomicFile.write(
        directory.files(),
        new Path(directory.generalisation(), "resolved.conf"),
        ConfigLoader.render(config));
    train(missing);
    GeneralisationResults results =
        new GeneralisationJob(spark.get(), config, directory).run(trainings);
    AtomicFile.write(directory.files(), results(), results::write);
    AtomicFile.write(directory.files(), markdown(), new GeneralisationTables(results).markdown());
    measured.complete();
    return results;
  }

  /** The results as JSON. */
  public Path results() {
    return new Path(measuredFolder(), GeneralisationResults.FILE);
  }

  /** The tables. */
  public Path markdown() {
    return new Path(measuredFolder(), "generalisation.md");
  }

  /** The trainings to do, and whether each continues from its checkpoints. */
  private Map<Training, Boolean> missing() throws IOException {
    Map<Training, Boolean> missing = new LinkedHashMap<>();
    for (Training training : trainings) {
      if (existing == ExistingResults.OVERWRITE || !trained(training).checkComplete()) {
        missing.put(
            training,
            existing == ExistingResults.RESUME_UNFINISHED && checkpoints(training).checkComplete());
      } else {
        LOG.info("generalisation {}: complete, skipped", training.folder());
      }
    }
    return missing;
  }

  private void train(Map<Training, Boolean> missing) throws IOException {
    for (Training training : missing.keySet()) {
      LOG.info("generalisation: {}", training.folder());
      ArtefactMarker marker = trained(training);
      if (!missing.get(training)) {
        marker.clear();
        checkpoints(training).complete();
      }
      new PretrainJob(spark.get(), training.configuration(config), directory)
          .run(METHOD, marker.folder());
      marker.complete();
    }
  }

  private ArtefactMarker trained(Training training) throws IOException {
    return new ArtefactMarker(directory.files(), folder(training), values(training));
  }

  private ArtefactMarker checkpoints(Training training) throws IOException {
    return new ArtefactMarker(
        directory.files(),
        new Path(folder(training), "checkpoint"),
        "configuration.json",
        values(training));
  }

  private ArtefactMarker measured() throws IOException {
    SortedMap<String, String> values = values(config);
    values.putAll(config.values("generalisation", "evaluate", "experiment"));
    return new ArtefactMarker(directory.files(), measuredFolder(), values);
  }

  private Path measuredFolder() {
    return new Path(directory.generalisation(), "results");
  }

  private Path folder(Training training) {
    return new Path(directory.generalisation(), training.folder());
  }

  private SortedMap<String, String> values(Training training) throws IOException {
    return values(training.configuration(config));
  }

  private SortedMap<String, String> values(ExperimentConfig configuration) throws IOException {
    return new Artefacts(configuration, directory).pretrainValues(METHOD);
  }

  private GeneralisationResults read() throws IOException {
    try (InputStream in = directory.files().open(results())) {
      return GeneralisationResults.read(in, results().toString());
    }
  }
}
