package io.lautum.experiment.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.lautum.Text;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A search for values of configuration keys.
 *
 * @param method method whose values are searched
 * @param labels labelled target examples per draw
 * @param draws number of labelled draws
 * @param folds number of parts of a draw, each held out once
 * @param trials number of points to try in addition to the experiment's own values
 * @param random whether points are drawn at random or all of a grid are tried
 * @param seed seed of random points
 * @param space the values to choose from, by key
 */
public record TuneConfig(
    String method,
    int labels,
    int draws,
    int folds,
    int trials,
    boolean random,
    long seed,
    SortedMap<String, SearchDimension> space) {
  private static final Key<String> METHOD =
      Key.of("method", KeyType.required(), "lautum").doc("Method whose values are searched.");
  private static final Key<Integer> LABELS =
      Key.of("labels", KeyType.atLeast(2), 100)
          .doc("Labelled target examples per draw.")
          .unit("examples");
  private static final Key<Integer> DRAWS =
      Key.of("draws", KeyType.atLeast(1), 2).doc("Number of labelled draws.");
  private static final Key<Integer> FOLDS =
      Key.of("folds", KeyType.atLeast(2), 4)
          .doc("Number of parts of a draw, each of which is held out once.");
  private static final Key<Integer> TRIALS =
      Key.of("trials", KeyType.atLeast(1), 20)
          .doc("Number of points to try in addition to the experiment's own values.");
  private static final Key<String> STRATEGY =
      Key.of("strategy", KeyType.oneOf("random", "grid"), "random")
          .doc("Whether points are drawn at random or all combinations of the space are tried.");
  private static final Key<Long> SEED =
      Key.of("seed", KeyType.whole(), 1).doc("Seed of random points.");
  private static final Key<ConfigObject> SPACE =
      Key.of("space", KeyType.block(), Map.of())
          .doc(
              "Keys of network, pretrain, finetune and strong-augmentation, each with a list of"
                  + " values or a range, such as \"finetune.steps\" = [200, 400] or"
                  + " \"finetune.learning-rate\" = { from = 1e-4, to = 1e-2, scale = log }; scale"
                  + " is linear or log, whole = true gives whole numbers, points = n is the number"
                  + " of values in a grid.");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "tune",
          "The command tune: a search by the accuracy on parts of the labelled draws that are held"
              + " out in turn.",
          Set.of(),
          METHOD,
          LABELS,
          DRAWS,
          FOLDS,
          TRIALS,
          STRATEGY,
          SEED,
          SPACE);

  static TuneConfig read(Section section) {
    int labels = section.get(LABELS);
    int folds = section.get(FOLDS);
    if (folds > labels) {
      throw section.invalid(FOLDS, Text.format("at most tune.labels (%d)", labels));
    }
    SortedMap<String, SearchDimension> space = new TreeMap<>();
    leaves(
        "",
        section.get(SPACE),
        (key, value) -> space.put(key, SearchDimension.read("tune.space." + key, value)));
    return new TuneConfig(
        section.get(METHOD),
        labels,
        section.get(DRAWS),
        folds,
        section.get(TRIALS),
        section.get(STRATEGY).equals("random"),
        section.get(SEED),
        Collections.unmodifiableSortedMap(space));
  }

  /** Visits the keys of a search space, which are paths in quotes or nested blocks. */
  static void leaves(String prefix, ConfigObject block, BiConsumer<String, ConfigValue> consumer) {
    block.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof ConfigObject inner && !SearchDimension.isRange(inner)) {
            leaves(key + ".", inner, consumer);
          } else {
            consumer.accept(key, value);
          }
        });
  }
}
