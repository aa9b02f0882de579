package io.lautum.pipeline.search;

import io.lautum.Text;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.Replacement;
import io.lautum.method.TransferMethod;
import io.lautum.pipeline.ExperimentContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trials of a search, run one after the other. Each finished trial is saved to a file, so that
 * an interrupted search continues with the remaining trials.
 *
 * @param points values of each trial
 * @param marker marker of the configuration that all trials share, in the search's folder; written
 *     before the first trial
 */
record Search(
    ExperimentContext experiment,
    TransferMethod method,
    List<Candidate> points,
    ArtefactMarker marker)
    implements Artefact {
  private static final Logger LOG = LoggerFactory.getLogger(Search.class);

  @Override
  public String name() {
    return "tune";
  }

  @Override
  public Optional<Work> remaining(ExistingResults existing) throws IOException {
    if (existing == ExistingResults.OVERWRITE) {
      return Optional.of(this::restart);
    }
    if (marker.in(replacement()).isUpToDate() && !marker.isUpToDate()) {
      return Optional.of(() -> replace(false));
    }
    if (!marker.checkComplete()) {
      return Optional.of(this::restart);
    }
    replacement().discard();
    return trials().size() == points.size()
        ? Optional.empty()
        : Optional.of(() -> score(marker, false));
  }

  private void restart() throws IOException {
    if (marker.exists()) {
      replace(true);
    } else {
      score(marker, true);
    }
  }

  /** Scores all trials in another place, so that the present ones stay until then. */
  private void replace(boolean restarted) throws IOException {
    score(marker.in(replacement()), restarted);
    replacement().moveIntoPlace(marker);
  }

  private Replacement replacement() {
    return experiment.directory().replacement(marker.folder());
  }

  /** Returns the finished trials, ordered by number. */
  List<Trial> trials() throws IOException {
    return trials(files(marker));
  }

  private List<Trial> trials(TrialFiles files) throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (int number = 0; number < points.size(); number++) {
      files.read(number, points.get(number)).ifPresent(trials::add);
    }
    return trials;
  }

  /**
   * Scores the trials that are not finished.
   *
   * @param place marker in the folder of the trials
   */
  private void score(ArtefactMarker place, boolean restarted) throws IOException {
    try (CrossValidationJob validation = new CrossValidationJob(experiment, method, points)) {
      if (restarted) {
        place.clear();
        place.complete();
      }
      TrialFiles files = files(place);
      List<Trial> trials = trials(files);
      List<Integer> finished = trials.stream().map(Trial::number).toList();
      double seconds = 0;
      for (int number = 0; number < points.size(); number++) {
        if (!finished.contains(number)) {
          Trial trial = validation.score(number, points.get(number));
          files.write(trial);
          trials.add(trial);
          seconds += trial.seconds();
          int scored = trials.size() - finished.size();
          progress(trial, trials, seconds / scored * (points.size() - trials.size()));
        }
      }
    }
  }

  private void progress(Trial trial, List<Trial> trials, double secondsLeft) {
    Trial best = trials.stream().min(Trial.BEST_FIRST).orElseThrow();
    LOG.info(
        "tune {}: trial {} of {}: {} ({}), best {} (trial {}), {} s left",
        method.name(),
        trial.number(),
        points.size() - 1,
        shown(trial),
        points.get(trial.number()),
        shown(best),
        best.number(),
        Math.round(secondsLeft));
  }

  private TrialFiles files(ArtefactMarker place) {
    return new TrialFiles(experiment.directory().files(), place.folder());
  }

  private static String shown(Trial trial) {
    return trial.failure() == null ? Text.format("%.1f %%", 100 * trial.accuracy()) : "diverged";
  }
}
