package io.lautum.experiment.stage;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.ArtefactMarker;
import java.io.IOException;

/**
 * An artefact that must be finished before a stage.
 *
 * @param command command that creates the artefact
 */
public record Requirement(ArtefactMarker artefact, String command) {
  /**
   * Checks that the artefact is finished.
   *
   * @throws UserException if it is not finished, or was created with another configuration
   */
  public void check() throws IOException {
    if (!artefact.checkComplete()) {
      throw new UserException(
          Text.format(
              "%s is missing or not finished; run %s first, or use the command run for all stages",
              artefact.folder(), command));
    }
  }
}
