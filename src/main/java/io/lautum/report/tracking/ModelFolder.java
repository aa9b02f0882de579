package io.lautum.report.tracking;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Writes a saved model as a folder in MLflow's model format. */
@FunctionalInterface
public interface ModelFolder {
  /**
   * Writes the folder.
   *
   * @param model model file
   * @param folder empty folder
   * @param run identifier of the MLflow run to which the model belongs
   * @return content of the folder's file {@code MLmodel} as JSON
   */
  String write(Path model, Path folder, String run) throws IOException;
}
