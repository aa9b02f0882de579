package io.lautum;

import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** An experiment on a few hundred generated images, which takes seconds on one core. */
public final class SmallExperiment {
  /** The experiment file. */
  public static final String FILE =
      """
experiment = small
source { name = digits, format = glyphs, glyphs = digits, train-count = 320, test-count = 60, seed = 1 }
target { name = letters, format = glyphs, glyphs = letters, train-count = 240, test-count = 50, seed = 2 }
prepare { labelled-fraction = 0.25, components = 8 }
network.architecture = mlp
workers = 2
methods = [scratch, standard]
labels = [10, 20]
draws = 1
pretrain { epochs = 1, batch-size = 16, averaging-interval = 5, lautum.start-iteration = 2 }
finetune { steps = 10, batch-size = 10 }
evaluate.batch-size = 32
paper { standard { "10" = 0.5 } }
""";

  private SmallExperiment() {}

  /** Writes {@link #FILE} to {@code folder} and loads it with overrides {@code key=value}. */
  public static ExperimentConfig load(Path folder, String... overrides) {
    Path file = folder.resolve("small.conf");
    try {
      Files.writeString(file, FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ConfigLoader.load(
        file.toString(), List.of(overrides), Map.of(), new Configuration(false));
  }

  /**
   * Returns the arguments that run methods of an experiment file.
   *
   * @param methods names, separated by commas
   * @param options further arguments
   */
  public static List<String> runArguments(
      String file, String workdir, String methods, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("run", file, "--workdir", workdir, "--methods", methods));
    arguments.addAll(List.of(options));
    return arguments;
  }
}
