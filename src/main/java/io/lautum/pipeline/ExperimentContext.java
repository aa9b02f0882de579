package io.lautum.pipeline;

import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An experiment and what its stages work with.
 *
 * @param spark called when there is work for it
 */
public record ExperimentContext(
    ExperimentConfig config,
    ExperimentDirectory directory,
    Configuration hadoop,
    Supplier<JavaSparkContext> spark) {
  /** The markers of the experiment's artefacts, for the shards as they are now. */
  public Artefacts artefacts() {
    return new Artefacts(config, directory);
  }

  /**
   * Removes results that are no longer those of the models once a stage works, and writes the
   * configuration of that work.
   *
   * @param resolved file of the configuration
   */
  void outdate(ArtefactMarker results, Path resolved) throws IOException {
    results.clear();
    AtomicFile.write(directory.files(), resolved, ConfigLoader.render(config));
  }
}
