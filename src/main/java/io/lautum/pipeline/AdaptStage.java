package io.lautum.pipeline;

import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.Production;
import io.lautum.experiment.stage.ReplaceableArtefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

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
  }

  /**
   * Returns an artefact of the command, whose configuration is written before it changes.
   *
   * @param file file that, besides the marker, must exist for the artefact to be finished
   */
  static Artefact artefact(
      ExperimentContext experiment,
      String name,
      ArtefactMarker marker,
      Optional<ArtefactMarker> checkpoints,
      Production work,
      Path file) {
    ExperimentDirectory directory = experiment.directory();
    return new ReplaceableArtefact(
        new MarkedArtefact(
            name,
            directory,
            marker,
            checkpoints,
            () -> experiment.writeConfiguration(directory.resolvedConfiguration()),
            work),
        file);
  }

  /** Returns a missing one of several files that are written together, or the first one. */
  static Path missingOr(FileSystem files, Path first, Path... others) throws IOException {
    for (Path other : others) {
      if (!files.exists(other)) {
        return other;
      }
    }
    return first;
  }

  @Override
  public R result() throws IOException {
    return reader.read();
  }
}
