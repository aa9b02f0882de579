package io.lautum.pipeline.search;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.experiment.config.MarkerMeaning;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The finished trials of a search, one file per trial, so that a search can be continued. */
final class TrialFiles {
  private final FileSystem files;
  private final Path folder;

  /**
   * @param folder the search's folder
   */
  TrialFiles(FileSystem files, Path folder) {
    this.files = files;
    this.folder = new Path(folder, "trials");
  }

  /**
   * Reads a trial, if it is finished.
   *
   * @throws DataException if the file does not contain a trial of this candidate
   */
  Optional<Trial> read(int number, Candidate candidate) throws IOException {
    Path path = path(number);
    if (!files.exists(path)) {
      return Optional.empty();
    }
    Trial trial =
        Json.readFile(files, path, (in, name) -> Json.read(in, name, "a trial", Trial.class));
    boolean isOfCandidate =
        MarkerMeaning.of(trial.values()).equals(MarkerMeaning.of(candidate.texts()));
    if (trial.number() != number || !isOfCandidate) {
      throw new DataException(
          Text.format(
              "%s: expected trial %d of %s, found %d of %s; use --overwrite to restart the search",
              path, number, candidate, trial.number(), trial.values()));
    }
    return Optional.of(trial);
  }

  void write(Trial trial) throws IOException {
    Json.writeFile(files, path(trial.number()), trial);
  }

  private Path path(int number) {
    return new Path(folder, Text.format("trial-%04d.json", number));
  }
}
