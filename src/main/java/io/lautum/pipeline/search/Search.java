package io.lautum.pipeline.search;

import io.lautum.Text;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ArtefactMarker;
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
    if (existing == ExistingResults.OVERWRITE || !marker.checkComplete()) {
      return Optional.of(() -> score(true));
    }
    return trials().size() == points.size() ? Optional.empty() : Optional.of(() -> score(false));
  }

  /** Returns the finished trials, ordered by number. */
  List<Trial> trials() throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (int number = 0; number < points.size(); number++) {
      files().read(number, points.get(number)).ifPresent(trials::add);
    }
    return trials;
  }

  private void score(boolean restarted) throws IOException {
    try (CrossValidationJob validation = new CrossValidationJob(experiment, method)) {
      if (restarted) {
        marker.clear();
        marker.complete();
      }
      List<Trial> trials = trials();
      List<Integer> finished = trials.stream().map(Trial::number).toList();
      double seconds = 0;
      for (int number = 0; number < points.size(); number++) {
        if (!finished.contains(number)) {
          Trial trial = validation.score(number, points.get(number));
          files().write(trial);
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

  private TrialFiles files() {
    return new TrialFiles(experiment.directory().files(), marker.folder());
  }

  private static String shown(Trial trial) {
    return trial.failure() == null ? Text.format("%.1f %%", 100 * trial.accuracy()) : "diverged";
  }
}
