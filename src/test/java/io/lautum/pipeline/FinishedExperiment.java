package io.lautum.pipeline;

import static io.lautum.experiment.stage.ExistingResults.RESTART_UNFINISHED;

import io.lautum.FileStates;
import io.lautum.FolderCopy;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base of tests that each start from a finished small experiment. */
abstract class FinishedExperiment extends ExperimentFixture {
  /** A finished experiment; every test works on a copy. */
  @TempDir static Path finished;

  FileStates before;

  @BeforeAll
  static void finishAnExperiment() throws IOException {
    FinishedExperiment experiment = new FinishedExperiment() {};
    experiment.workdir = finished;
    experiment.run(RESTART_UNFINISHED);
  }

  @BeforeEach
  void copyIt() throws IOException {
    FolderCopy.make(finished, workdir);
    before = states();
  }

  Pipeline run(ExistingResults existing, String... overrides) throws IOException {
    Pipeline pipeline = pipeline(existing, overrides);
    pipeline.prepare();
    pipeline.pretrain();
    pipeline.finetune();
    pipeline.evaluate();
    return pipeline;
  }

  Pipeline pipeline(ExistingResults existing, String... overrides) {
    return new Pipeline(experiment(overrides), existing);
  }

  Results results() throws IOException {
    try (var in = Files.newInputStream(workdir.resolve("small/results.json"))) {
      return Results.read(in, Results.FILE);
    }
  }

  float[] weights(String unit) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(directory().root(), unit);
    return TrainedModel.read(directory().files(), ExperimentDirectory.model(folder)).parameters();
  }

  /** Marks the present shards as finished, after a test has changed them. */
  void acceptShards() throws IOException {
    new Artefacts(load(), directory(), new Configuration(false)).shards().complete();
  }

  void remove(String file) throws IOException {
    Files.delete(workdir.resolve("small").resolve(file));
  }

  static Set<String> unit(String folder) {
    return Stream.of("model.zip", "history.jsonl", "_SUCCESS")
        .map(file -> folder + "/" + file)
        .collect(Collectors.toSet());
  }
}
