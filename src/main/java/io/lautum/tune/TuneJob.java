package io.lautum.tune;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.UserException;
import io.lautum.config.ConfigLoader;
import io.lautum.config.ExperimentConfig;
import io.lautum.config.TuneConfig;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.pipeline.Artefacts;
import io.lautum.storage.ArtefactMarker;
import io.lautum.storage.AtomicFile;
import io.lautum.storage.ExperimentDirectory;
import io.lautum.storage.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the trials of a search that are not finished yet, one after the other. */
public final class TuneJob {
  private static final Logger LOG = LoggerFactory.getLogger(TuneJob.class);

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Supplier<JavaSparkContext> spark;
  private final TransferMethod method;
  private final List<Point> points;
  private final Path folder;

  /**
   * @param space of {@code config}
   * @param spark called when there is work for it
   * @throws UserException if a key has no effect on the method, or a grid is too large
   */
  public TuneJob(
      ExperimentConfig config,
      SearchSpace space,
      ExperimentDirectory directory,
      Supplier<JavaSparkContext> spark) {
    this.config = config;
    this.directory = directory;
    this.spark = spark;
    method = TransferMethods.named(config.tune().method());
    folder = directory.search(method.name());
    points = space.points();
    Set<String> effective = new Artefacts(config, directory).finetuneKeys(method);
    for (String key : config.tune().space().keySet()) {
      if (!effective.contains(key)) {
        throw new UserException("tune.space: %s has no effect on %s".formatted(key, method.name()));
      }
    }
  }

  /**
   * The experiment file with the best values.
   *
   * @return a file that is there after {@link #run}, unless every trial diverged
   */
  public Path best() {
    return new Path(folder, "best.conf");
  }

  /**
   * Runs what is not finished and writes {@code tune.json} and {@code best.conf}. The shards must
   * be there.
   *
   * @param overwrite whether trials that are there are made anew
   * @throws io.lautum.UserException if the folder has trials of another search
   */
  public SearchResult run(boolean overwrite) throws IOException {
    ArtefactMarker marker = marker();
    if (overwrite) {
      marker.clear();
    }
    if (!marker.checkComplete()) {
      marker.complete();
    }
    SearchResult result = SearchResult.of(config, trials());
    AtomicFile.write(
        directory.files(), new Path(folder, "tune.json"), out -> Json.write(result, out));
    Optional<Trial> best = result.bestTrial();
    if (best.isPresent()) {
      AtomicFile.write(directory.files(), best(), bestFile(best.get()));
    }
    return result;
  }

  private List<Trial> trials() throws IOException {
    TrialFiles finished = new TrialFiles(directory.files(), folder);
    List<Trial> trials = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (int number = 0; number < points.size(); number++) {
      Optional<Trial> trial = finished.read(number, points.get(number));
      trial.ifPresent(trials::add);
      if (trial.isEmpty()) {
        open.add(number);
      }
    }
    if (open.isEmpty()) {
      LOG.info("tune: complete, skipped");
      return trials;
    }
    try (CrossValidation validation = new CrossValidation(spark.get(), config, directory)) {
      double seconds = 0;
      for (int done = 1; done <= open.size(); done++) {
        int number = open.get(done - 1);
        Trial trial = validation.score(number, points.get(number));
        finished.write(trial);
        trials.add(trial);
        seconds += trial.seconds();
        progress(trial, trials, seconds / done * (open.size() - done));
      }
    }
    return trials;
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

  private static String shown(Trial trial) {
    return trial.failure() == null ? "%.1f %%".formatted(100 * trial.accuracy()) : "diverged";
  }

  /** What trials depend on: not their number, so that more of them continue a search. */
  private ArtefactMarker marker() throws IOException {
    SortedMap<String, String> values = new Artefacts(config, directory).finetuneValues(method);
    values.putAll(config.values("tune"));
    values.remove("tune.trials");
    return new ArtefactMarker(directory.files(), folder, "search.json", values);
  }

  /** A name of its own, so that it does not meet the experiment's artefacts. */
  private String bestFile(Trial best) {
    TuneConfig tune = config.tune();
    Map<String, ConfigValue> values = new TreeMap<>(points.get(best.number()).values());
    values.put(
        "experiment",
        ConfigValueFactory.fromAnyRef(config.name() + "-tuned-" + method.name().replace('+', '-')));
    String comment =
        """
        # %s with the values of trial %d, the best of %d in a search for %s with %d labels:
        # %.1f %% on held-out labelled examples, which is too high for being the best of several.
        """
            .formatted(
                config.name(),
                best.number(),
                points.size(),
                method.name(),
                tune.labels(),
                100 * best.accuracy());
    return comment + ConfigLoader.renderChanges(ConfigLoader.with(config, values));
  }
}
