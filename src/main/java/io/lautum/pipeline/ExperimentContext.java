package io.lautum.pipeline;

import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An experiment and the resources that its stages use.
 *
 * @param spark called when there is work for Spark
 */
public record ExperimentContext(
    ExperimentConfig config,
    ExperimentDirectory directory,
    Configuration hadoop,
    Supplier<JavaSparkContext> spark) {
  /** Returns the markers of the experiment's artefacts, for the present shards. */
  public Artefacts artefacts() {
    return new Artefacts(config, directory, hadoop);
  }

  /** Returns the number of tasks that must run simultaneously, from the shards on. */
  int slots(Methods methods, ExistingResults existing) throws IOException {
    boolean trains = !methods.pretrained().isEmpty();
    boolean prepares = existing == ExistingResults.OVERWRITE || !artefacts().shards().isUpToDate();
    return trains && prepares ? config.workers() : 1;
  }

  /**
   * Invalidates results when a stage begins to change their models, and writes the configuration of
   * the new work.
   *
   * @param resolved configuration file to write
   */
  void outdate(ArtefactMarker results, Path resolved) throws IOException {
    results.clear();
    AtomicFile.write(directory.files(), resolved, ConfigLoader.render(config));
  }
}
