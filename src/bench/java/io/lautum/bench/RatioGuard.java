package io.lautum.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares measured ratios with the ratios that an earlier run stored in {@code ratios.json}. */
final class RatioGuard {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The direction in which a ratio is better. */
  enum Better {
    LOWER,
    HIGHER
  }

  /**
   * A stored ratio.
   *
   * @param stored value of the ratio; null before the first run that stored it
   * @param tolerance fraction of the stored value by which a ratio may be worse
   * @param goal value that the project aims at; a run that misses it does not fail
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Stored(Double stored, double tolerance, Better better, double goal) {
    boolean isWorse(double measured) {
      // The condition is negated, so that NaN counts as worse.
      return stored != null
          && !(better == Better.LOWER
              ? measured <= stored * (1 + tolerance)
              : measured >= stored * (1 - tolerance));
    }

    boolean reachesGoal(double measured) {
      return better == Better.LOWER ? measured <= goal : measured >= goal;
    }
  }

  /**
   * The comparison of one ratio.
   *
   * @param measured value in this run, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(String ratio, Stored stored, Double measured, boolean ok) {}

  private final Path file;
  private final Map<String, Stored> stored;

  /** Reads the stored ratios. */
  RatioGuard(Path file) throws IOException {
    this.file = file;
    this.stored =
        JSON.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Stored>>() {});
  }

  /**
   * Returns one line per stored ratio; it is not ok if the ratio is worse than its tolerance
   * allows.
   *
   * @throws IllegalStateException if a measured ratio is not among the stored ones
   */
  List<Line> check(List<Ratio> measured) {
    Map<String, Double> values = values(measured);
    List<Line> lines = new ArrayList<>();
    stored.forEach(
        (name, expected) -> {
          Double value = values.get(name);
          lines.add(new Line(name, expected, value, value == null || !expected.isWorse(value)));
        });
    return lines;
  }

  /** Stores the measured ratios. */
  void store(List<Ratio> measured) throws IOException {
    Map<String, Stored> updated = new LinkedHashMap<>(stored);
    values(measured)
        .forEach(
            (name, value) ->
                updated.computeIfPresent(
                    name,
                    (key, old) ->
                        new Stored(
                            Math.round(value * 1000) / 1000.0,
                            old.tolerance(),
                            old.better(),
                            old.goal())));
    JSON.writeValue(file.toFile(), updated);
  }

  private Map<String, Double> values(List<Ratio> measured) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Ratio ratio : measured) {
      if (!stored.containsKey(ratio.name())) {
        throw new IllegalStateException("%s has no %s".formatted(file, ratio.name()));
      }
      values.put(ratio.name(), ratio.value());
    }
    return values;
  }
}
