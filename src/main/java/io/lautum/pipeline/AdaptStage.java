package io.lautum.pipeline;

import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.storage.AtomicFile;
import java.io.IOException;
import java.util.List;

/**
 * A stage of the command adapt. The stages before it have just run, so it requires nothing.
 *
 * @param artefacts artefacts that it creates, each of which is replaced if it is outdated
 * @param reader reads the result
 */
record AdaptStage<R>(ExperimentContext experiment, List<Artefact> artefacts, Reader<R> reader)
    implements ExperimentStage<R> {
  /** Reads the result of a finished stage. */
  interface Reader<R> {
    R read() throws IOException;
  }

  AdaptStage {
    artefacts = List.copyOf(artefacts);
  }

  @Override
  public List<Requirement> requirements() {
    return List.of();
  }

  @Override
  public void begin() throws IOException {
    start();
    AtomicFile.write(
        experiment.directory().files(),
        experiment.directory().resolvedConfiguration(),
        ConfigLoader.render(experiment.config()));
  }

  @Override
  public R result() throws IOException {
    return reader.read();
  }
}
