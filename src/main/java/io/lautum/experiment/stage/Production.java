package io.lautum.experiment.stage;

import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;

/** The work that writes an artefact's files. */
@FunctionalInterface
public interface Production {
  /**
   * Writes the files.
   *
   * @param outputs the experiment's folder, or that of a replacement; everything that the work
   *     reads is in the experiment's folder
   */
  void run(ExperimentDirectory outputs) throws IOException;
}
