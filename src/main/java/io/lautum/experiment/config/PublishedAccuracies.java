package io.lautum.experiment.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.lautum.UserException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The block {@code paper}: published accuracies (fractions) by method and label count. */
final class PublishedAccuracies {
  private static final String BLOCK = "paper";

  private PublishedAccuracies() {}

  /**
   * Reads the block. Any method name is allowed, because a paper may have methods that this project
   * lacks.
   *
   * @throws UserException if a label count or an accuracy is malformed
   */
  static Map<String, Map<Integer, Double>> read(ConfigObject paper) {
    SortedMap<String, Map<Integer, Double>> byMethod = new TreeMap<>();
    paper.forEach(
        (method, value) -> {
          if (!(value instanceof ConfigObject figures)) {
            throw invalid(method, value, "a block { <labels> = <accuracy>, … }");
          }
          SortedMap<Integer, Double> byLabels = new TreeMap<>();
          figures.forEach(
              (labels, figure) -> {
                String key = method + "." + labels;
                byLabels.put(labels(key, labels, figure), accuracy(key, figure));
              });
          byMethod.put(method, Collections.unmodifiableSortedMap(byLabels));
        });
    return Collections.unmodifiableSortedMap(byMethod);
  }

  private static int labels(String key, String labels, ConfigValue figure) {
    if (!labels.matches("[1-9]\\d{0,8}")) {
      throw invalid(key, figure, "a number of labels as the last part of the key");
    }
    return Integer.parseInt(labels);
  }

  private static double accuracy(String key, ConfigValue figure) {
    if (figure.unwrapped() instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= 1) {
      return number.doubleValue();
    }
    throw invalid(key, figure, "an accuracy as a fraction, from 0 to 1");
  }

  private static UserException invalid(String key, ConfigValue value, String allowed) {
    return Section.invalid(BLOCK + "." + key, value, allowed);
  }
}
