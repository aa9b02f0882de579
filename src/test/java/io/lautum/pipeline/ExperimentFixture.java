package io.lautum.pipeline;

import io.lautum.FileStates;
import io.lautum.LocalSpark;
import io.lautum.SmallExperiment;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

/** A small experiment in a separate folder; counts how often a stage requests Spark. */
abstract class ExperimentFixture {
  @TempDir Path workdir;

  int sparkRequests;

  ExperimentContext experiment(String... overrides) {
    return new ExperimentContext(
        load(overrides),
        directory(),
        new Configuration(false),
        () -> {
          sparkRequests++;
          return LocalSpark.context();
        });
  }

  ExperimentConfig load(String... overrides) {
    return SmallExperiment.load(workdir, overrides);
  }

  ExperimentDirectory directory() {
    return new ExperimentDirectory(workdir.toString(), "small", new Configuration(false));
  }

  FileStates states() throws IOException {
    return FileStates.of(workdir.resolve("small"));
  }
}
