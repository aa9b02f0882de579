package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.read.DatasetFormats;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Places;
import io.lautum.method.TransferMethods;
import io.lautum.network.architecture.Architectures;
import io.lautum.network.engine.Engines;
import io.lautum.pipeline.ExperimentContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parameters and options of every command that works on an experiment. */
final class ExperimentOptions {
  @Parameters(
      converter = Place.class,
      index = "0",
      paramLabel = "<experiment.conf>",
      description = "Experiment file; any Hadoop path. The keys command lists all keys.")
  private String file;

  @Option(
      names = "-D",
      paramLabel = "<key=value>",
      description =
          "Override a configuration key, such as -D pretrain.epochs=5 or -D labels=50,100."
              + " Repeatable; the last value of a key wins.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--workdir",
      converter = Place.class,
      paramLabel = "<dir>",
      defaultValue = "runs",
      description = "Folder for the results of all experiments; any Hadoop path. Default: runs.")
  private String workdir;

  @ArgGroup private Existing existing = new Existing();

  private Configuration hadoop;

  /** The handling of existing results; the options exclude each other. */
  static final class Existing {
    @Option(
        names = "--resume",
        description = "Continue an unfinished stage from its last checkpoint.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Recreate existing results, even complete ones.")
    private boolean overwrite;
  }

  /**
   * Loads the configuration and checks every name in it, so that nothing is done for an invalid
   * one.
   *
   * @throws UserException if a key, a value or a name is invalid
   */
  ExperimentConfig config() {
    return config(List.of(), List.of());
  }

  /**
   * Loads the configuration with more files and overrides than {@link #config()}.
   *
   * @param files files that override the experiment file
   * @param more {@code key=value} pairs that override {@code -D}
   */
  ExperimentConfig config(List<String> files, List<String> more) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(more);
    List<String> allFiles = new ArrayList<>(List.of(file));
    allFiles.addAll(files);
    Preflight.storage(hadoop(), allFiles);
    ExperimentConfig config = ConfigLoader.load(allFiles, all, System.getenv(), hadoop());
    requireNames(config);
    if (config.source() == null) {
      throw new UserException(
          "source.path is not set: expected a source dataset; the command adapt works without one");
    }
    if (config.prepare().components() == 0) {
      throw new UserException(
          "prepare.components = 0: expected at least 1, because evaluate measures the dependence"
              + " between every network and the whitened images; only adapt works without them");
    }
    return config;
  }

  /**
   * Checks the names in a configuration that packages above its own give a meaning.
   *
   * @throws UserException if a name does not exist
   */
  static void requireNames(ExperimentConfig config) {
    config.methods().forEach(TransferMethods::named);
    Architectures.named(config.network().architecture());
    Engines.requireName(config.network().engine());
    if (config.source() != null) {
      requireFormat("source", config.source());
    }
    requireFormat("target", config.target());
  }

  /**
   * Checks the architecture as far as the configuration shows whether the network gets vectors.
   *
   * @throws UserException if it convolves images and gets vectors
   */
  static void requireArchitecture(ExperimentConfig config) {
    boolean vectors =
        config.image().encoder().isPresent()
            || Stream.of(Optional.ofNullable(config.source()), Optional.of(config.target()))
                .flatMap(Optional::stream)
                .anyMatch(dataset -> dataset.format().equals("vectors"));
    String name = config.network().architecture();
    if (vectors && Architectures.named(name).smallestSide() > 1) {
      throw new UserException(
          Text.format(
              "network.architecture = %s: it convolves images, and the network gets vectors; set"
                  + " it to mlp or linear",
              name));
    }
  }

  private static void requireFormat(String block, DatasetConfig dataset) {
    if (!DatasetFormats.names().contains(dataset.format())) {
      throw new UserException(
          Text.format(
              "%s.format = %s: expected one of %s",
              block, dataset.format(), String.join(", ", DatasetFormats.names())));
    }
  }

  /** Returns Hadoop's settings, which are read once per command. */
  private Configuration hadoop() {
    if (hadoop == null) {
      hadoop = SparkRuntime.hadoop();
    }
    return hadoop;
  }

  /** Returns the first parameter, unchanged. */
  String file() {
    return file;
  }

  /**
   * Returns the directory of a run.
   *
   * @param run experiment file, whose run is below the work directory, or folder of the run
   * @throws UserException if there is no such file or folder
   */
  ExperimentDirectory directory(String run) {
    Preflight.storage(hadoop(), List.of(run));
    if (run.endsWith(".conf")) {
      return directory(ConfigLoader.load(run, overrides, System.getenv(), hadoop()));
    }
    Path folder = new Path(new Path(run).toUri().normalize());
    try {
      FileSystem files = folder.getFileSystem(hadoop());
      Path whole = files.makeQualified(folder);
      if (whole.getParent() != null && files.getFileStatus(whole).isDirectory()) {
        ExperimentDirectory directory =
            new ExperimentDirectory(whole.getParent().toString(), whole.getName(), hadoop());
        if (files.exists(directory.resolvedConfiguration()) || files.exists(directory.results())) {
          return directory;
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(noSuchRun(run), e);
    }
    throw new UserException(noSuchRun(run));
  }

  private String noSuchRun(String run) {
    return Text.format(
        "\"%s\": no such run%s; expected an experiment file (*.conf) or a folder with results",
        run, Places.base(run, hadoop()));
  }

  ExperimentDirectory directory(ExperimentConfig config) {
    return new ExperimentDirectory(workdir, config.name(), hadoop());
  }

  /** Returns the context that an experiment's stages need. */
  ExperimentContext context(ExperimentConfig config, SparkRuntime spark) {
    return new ExperimentContext(
        config, directory(config), hadoop(), () -> spark.context(config.name()));
  }

  ExistingResults existingResults() {
    if (existing.overwrite) {
      return ExistingResults.OVERWRITE;
    }
    return existing.resume ? ExistingResults.RESUME_UNFINISHED : ExistingResults.RESTART_UNFINISHED;
  }
}
