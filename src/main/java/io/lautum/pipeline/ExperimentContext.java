package io.lautum.pipeline;

import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.TreeMap;
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

  /** Returns the same experiment with another configuration. */
  ExperimentContext with(ExperimentConfig changed) {
    return new ExperimentContext(changed, directory, hadoop, spark);
  }

  /**
   * Returns the number of tasks that must run simultaneously, from the shards on.
   *
   * @param trains whether networks are trained on the source
   */
  int slots(boolean trains, ExistingResults existing) throws IOException {
    boolean prepares = existing == ExistingResults.OVERWRITE || !artefacts().shards().isUpToDate();
    return trains && prepares ? config.workers() : 1;
  }

  /**
   * Returns what a stage does once, before it changes the first model: outdate the results of the
   * models, and write the configuration of the new ones.
   *
   * @param results folder of the results
   * @param resolved configuration file to write
   */
  Work outdating(Path results, Path resolved) {
    return Work.once(
        () -> {
          new ArtefactMarker(directory.files(), results, new TreeMap<>()).outdate();
          writeConfiguration(resolved);
        });
  }

  void writeConfiguration(Path resolved) throws IOException {
    AtomicFile.write(directory.files(), resolved, ConfigLoader.render(config));
  }
}
