package io.lautum.pipeline.search;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.MarkerMeaning;
import io.lautum.experiment.config.TuneConfig;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.stage.Stage;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.Json;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.pipeline.ExperimentContext;
import io.lautum.pipeline.Pipeline;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Searches for the best values of configuration keys for one method. */
public final class TuneStage implements Stage<SearchResult> {
  private final ExperimentContext experiment;
  private final TransferMethod method;
  private final List<Candidate> points;
  private final Path folder;

  /**
   * @param space search space of the experiment's configuration
   * @throws UserException if a key has no effect on the method, a grid is too large, or the method
   *     cannot be trained with the values of a trial
   */
  public TuneStage(ExperimentContext experiment, SearchSpace space) {
    this.experiment = experiment;
    ExperimentConfig config = experiment.config();
    method = TransferMethods.named(config.tune().method());
    folder = experiment.directory().search(method.name());
    points = space.points();
    points.forEach(point -> Pipeline.requireTrainable(point.configuration(config, method)));
    Set<String> effective = experiment.artefacts().finetuneKeys(method);
    for (String key : config.tune().space().keySet()) {
      if (!effective.contains(key)) {
        throw new UserException(
            Text.format("tune.space: %s has no effect on %s", key, method.name()));
      }
    }
  }

  @Override
  public List<Requirement> requirements() throws IOException {
    return List.of(new Requirement(experiment.artefacts().shards(), "prepare"));
  }

  /**
   * @throws UserException if the folder has trials of another search
   */
  @Override
  public List<Artefact> artefacts() throws IOException {
    return List.of(search());
  }

  @Override
  public void begin() {
    experiment.spark().get();
  }

  /** Writes {@code tune.json} and {@code best.conf}, and returns the trials. */
  @Override
  public SearchResult result() throws IOException {
    FileSystem files = experiment.directory().files();
    SearchResult result = SearchResult.of(experiment.config(), search().trials());
    Json.writeFile(files, new Path(folder, "tune.json"), result);
    Optional<Trial> best = result.bestTrial();
    if (best.isPresent()) {
      AtomicFile.write(files, best(), bestFile(best.get()));
    }
    return result;
  }

  /**
   * Returns the path of the experiment file with the best values. The file exists after the stage,
   * unless every trial diverged.
   */
  public Path best() {
    return new Path(folder, "best.conf");
  }

  /**
   * Returns the search. Its marker omits the number of trials, so that a search can be continued
   * with more of them.
   */
  private Search search() throws IOException {
    SortedMap<String, String> values = experiment.artefacts().finetuneValues(method);
    values.putAll(experiment.config().values("tune"));
    values.remove("tune.trials");
    return new Search(
        experiment,
        method,
        points,
        new ArtefactMarker(experiment.directory().files(), folder, "search.json", values)
            .comparing(MarkerMeaning::of));
  }

  /**
   * Returns the experiment file with the best values. It renames the experiment, so that its
   * artefacts do not replace the original ones.
   */
  private String bestFile(Trial best) {
    ExperimentConfig config = experiment.config();
    TuneConfig tune = config.tune();
    Map<String, ConfigValue> values = new TreeMap<>(points.get(best.number()).values());
    values.put(
        "experiment",
        ConfigValueFactory.fromAnyRef(config.name() + "-tuned-" + method.name().replace('+', '-')));
    String comment =
        Text.format(
            """
# %s with the values of trial %d, the best of %d in a search for %s with %d labels:
# %.1f %% on held-out labelled examples (optimistic, because it is the best of several).
""",
            config.name(),
            best.number(),
            points.size(),
            method.name(),
            tune.labels(),
            100 * best.accuracy());
    return comment + ConfigLoader.renderChanges(ConfigLoader.with(config, values));
  }
}
