package io.lautum.experiment.stage;

import java.io.IOException;

/** The work that creates an artefact. */
@FunctionalInterface
public interface Work {
  void run() throws IOException;
}
