package io.lautum.config;

import com.typesafe.config.ConfigObject;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A search for values of configuration keys.
 *
 * @param method whose values are searched
 * @param labels labelled target examples of a draw
 * @param draws labelled draws
 * @param folds parts of a draw, each held out once
 * @param trials points to try beside the experiment's own
 * @param random whether points are drawn at random or all of a grid are tried
 * @param seed of random points
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
  static TuneConfig read(Section section) {
    int labels = section.atLeast("labels", 2);
    int folds = section.atLeast("folds", 2);
    if (folds > labels) {
      throw section.invalid("folds", "as many as labels, %d, at most".formatted(labels));
    }
    SortedMap<String, SearchDimension> space = new TreeMap<>();
    collect("", section.block("space"), space);
    return new TuneConfig(
        section.required("method"),
        labels,
        section.atLeast("draws", 1),
        folds,
        section.atLeast("trials", 1),
        section.oneOf("strategy", "random", "grid").equals("random"),
        section.whole("seed"),
        Collections.unmodifiableSortedMap(space));
  }

  /** Keys may be written as paths in quotes, or as blocks within blocks. */
  private static void collect(
      String prefix, ConfigObject block, SortedMap<String, SearchDimension> space) {
    block.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof ConfigObject inner && !SearchDimension.isRange(inner)) {
            collect(key + ".", inner, space);
          } else {
            space.put(key, SearchDimension.read("tune.space." + key, value));
          }
        });
  }
}
