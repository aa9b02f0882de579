package io.lautum.pipeline.search;

import com.typesafe.config.ConfigValue;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.config.ArtefactKind;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.Keys;
import io.lautum.experiment.config.SearchDimension;
import io.lautum.experiment.config.TuneConfig;
import io.lautum.experiment.random.Seeds;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.network.architecture.Architectures;
import io.lautum.network.engine.Engines;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The distinct points of a search, in the order in which they are tried. */
public final class SearchSpace {
  /** Consecutive duplicates after which a space is considered exhausted. */
  private static final int ATTEMPTS = 1000;

  private final ExperimentConfig config;
  private final TuneConfig tune;

  /**
   * Checks every key and every value.
   *
   * @throws UserException if there is nothing to search, if a key may not be searched, or if a
   *     value that a trial could get is invalid
   */
  public SearchSpace(ExperimentConfig config) {
    this.config = config;
    tune = config.tune();
    TransferMethod method = TransferMethods.named(tune.method());
    if (!method.before().candidates(config.finetune()).isEmpty()) {
      throw new UserException(
          Text.format("tune.method = %s: expected a method that trains itself", method.name()));
    }
    if (tune.space().isEmpty()) {
      throw new UserException(
          "tune.space is empty: expected keys to search, such as --search 'finetune.steps=[200,"
              + " 400]'");
    }
    tune.space().forEach(this::check);
  }

  private void check(String key, SearchDimension dimension) {
    if (!Keys.find(key).map(SearchSpace::isSearched).orElse(true)) {
      throw new UserException(
          Text.format(
              "tune.space: %s: expected a key of network, pretrain, finetune or"
                  + " strong-augmentation",
              key));
    }
    // This also rejects unknown keys, with the most similar known key.
    for (ConfigValue value : dimension.extremes()) {
      ExperimentConfig changed = ConfigLoader.with(config, Map.of(key, value));
      Architectures.named(changed.network().architecture());
      Engines.requireName(changed.network().engine());
    }
    if (!tune.random() && dimension instanceof SearchDimension.Range range && range.points() == 0) {
      throw new UserException(
          Text.format(
              "tune.space: %s: a range in a grid needs points = n, such as { from = %s, to = %s,"
                  + " points = 3 }",
              key, range.from(), range.to()));
    }
  }

  /** Returns whether a key affects fine-tuned models but not the shards, which all trials share. */
  private static boolean isSearched(Key<?> key) {
    return key.affects(ArtefactKind.FINETUNED) && !key.affects(ArtefactKind.SHARDS);
  }

  /**
   * Returns the experiment's own values, followed by the points of the search.
   *
   * @throws UserException if a grid has more points than {@code tune.trials}
   */
  List<Candidate> points() {
    SortedMap<String, ConfigValue> own = new TreeMap<>();
    tune.space().keySet().forEach(key -> own.put(key, config.resolved().getValue(key)));
    Set<Candidate> points = new LinkedHashSet<>(List.of(new Candidate(own)));
    if (tune.random()) {
      addRandom(points);
    } else {
      addGrid(points);
    }
    return List.copyOf(points);
  }

  /**
   * Adds random points. Each trial has its own stream, so that raising {@code tune.trials} does not
   * change earlier points.
   */
  private void addRandom(Set<Candidate> points) {
    for (int trial = 1; trial <= tune.trials(); trial++) {
      SplittableRandom random = new SplittableRandom(Seeds.derive(tune.seed(), trial));
      int attempt = 0;
      while (attempt < ATTEMPTS && !points.add(randomPoint(random))) {
        attempt++;
      }
      if (attempt == ATTEMPTS) {
        return;
      }
    }
  }

  private Candidate randomPoint(SplittableRandom random) {
    SortedMap<String, ConfigValue> values = new TreeMap<>();
    tune.space()
        .forEach(
            (key, dimension) -> {
              if (dimension instanceof SearchDimension.Range range) {
                values.put(key, range.value(random.nextDouble()));
              } else {
                List<ConfigValue> choices = dimension.extremes();
                values.put(key, choices.get(random.nextInt(choices.size())));
              }
            });
    return new Candidate(values);
  }

  /** Adds all combinations; the last key's values change fastest. */
  private void addGrid(Set<Candidate> points) {
    List<SortedMap<String, ConfigValue>> grid = List.of(new TreeMap<>());
    long size = 1;
    for (Map.Entry<String, SearchDimension> dimension : tune.space().entrySet()) {
      List<ConfigValue> values = gridValues(dimension.getValue());
      size *= values.size();
      if (size > tune.trials()) {
        throw new UserException(
            Text.format(
                "tune.trials = %d: the grid of tune.space has at least %d points; raise tune.trials"
                    + " or set tune.strategy = random",
                tune.trials(), size));
      }
      List<SortedMap<String, ConfigValue>> larger = new ArrayList<>();
      for (SortedMap<String, ConfigValue> point : grid) {
        for (ConfigValue value : values) {
          SortedMap<String, ConfigValue> extended = new TreeMap<>(point);
          extended.put(dimension.getKey(), value);
          larger.add(extended);
        }
      }
      grid = larger;
    }
    grid.forEach(values -> points.add(new Candidate(values)));
  }

  private static List<ConfigValue> gridValues(SearchDimension dimension) {
    if (!(dimension instanceof SearchDimension.Range range)) {
      return dimension.extremes();
    }
    Set<ConfigValue> values = new LinkedHashSet<>();
    for (int i = 0; i < range.points(); i++) {
      values.add(range.value(i / (range.points() - 1.0)));
    }
    return List.copyOf(values);
  }
}
