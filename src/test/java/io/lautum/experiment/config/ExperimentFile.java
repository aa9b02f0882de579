package io.lautum.experiment.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** An experiment file for tests. */
record ExperimentFile(String name) {
  /** All settings without a default, on three lines. */
  static final String MINIMAL =
      """
      experiment = small
      source { name = A, format = idx, path = a }
      target { name = B, format = idx, path = b }
      """;

  ExperimentFile(Path folder, String text) throws IOException {
    this(Files.writeString(folder.resolve("experiment.conf"), text).toString());
  }

  ExperimentConfig load(String... overrides) {
    return load(Map.of(), overrides);
  }

  ExperimentConfig load(Map<String, String> environment, String... overrides) {
    return ConfigLoader.load(name, List.of(overrides), environment, new Configuration());
  }
}
