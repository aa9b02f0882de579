package io.lautum.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.lautum.UserException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that one experiment is made from, read and checked once, on the driver.
 *
 * @param name the experiment's folder below the work directory
 * @param seed seed of splits, initial weights, batch order and augmentation
 * @param workers training workers, and so shards
 * @param methods names of methods, in table order
 * @param labels numbers of labelled target examples
 * @param draws number of labelled draws for each
 * @param evaluateBatch images a forward pass of evaluation
 * @param resolved the whole configuration with every default filled in
 */
public record ExperimentConfig(
    String name,
    long seed,
    int workers,
    List<String> methods,
    List<Integer> labels,
    int draws,
    DatasetConfig source,
    DatasetConfig target,
    PrepareConfig prepare,
    NetworkConfig network,
    PretrainConfig pretrain,
    FinetuneConfig finetune,
    int evaluateBatch,
    Config resolved) {

  static ExperimentConfig read(Config resolved, DataRoot root) {
    Section top = new Section(resolved, "");
    String name = top.required("experiment");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw top.invalid("experiment", "letters, digits, '.', '_' and '-'");
    }
    List<String> methods = top.texts("methods");
    if (methods.isEmpty() || methods.stream().distinct().count() != methods.size()) {
      throw top.invalid("methods", "a list of different methods");
    }
    return new ExperimentConfig(
        name,
        top.whole("seed"),
        top.atLeast("workers", 1),
        methods,
        top.counts("labels"),
        top.atLeast("draws", 1),
        DatasetConfig.read(top.at("source"), root),
        DatasetConfig.read(top.at("target"), root),
        PrepareConfig.read(top.at("prepare")),
        NetworkConfig.read(top.at("network")),
        PretrainConfig.read(top.at("pretrain")),
        FinetuneConfig.read(top.at("finetune")),
        top.at("evaluate").atLeast("batch-size", 1),
        resolved);
  }

  /**
   * The keys below any of {@code paths} with their values as text: what an artefact made from them
   * depends on.
   */
  public SortedMap<String, String> values(String... paths) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String path : paths) {
      Config selected = resolved.withOnlyPath(path);
      // Concise: else lists are rendered with the file and line that they come from.
      selected
          .entrySet()
          .forEach(e -> values.put(e.getKey(), e.getValue().render(ConfigRenderOptions.concise())));
    }
    return values;
  }

  /** Published accuracies (fractions) by method and label count. */
  public Map<String, Map<Integer, Double>> paper() {
    Map<String, Map<Integer, Double>> paper = new TreeMap<>();
    resolved
        .getConfig("paper")
        .root()
        .forEach(
            (method, byLabels) -> {
              if (!(byLabels.unwrapped() instanceof Map<?, ?> figures)) {
                throw new UserException(
                    "paper.%s = %s: expected { <labels> = <accuracy>, … }"
                        .formatted(method, byLabels.unwrapped()));
              }
              Map<Integer, Double> row = new TreeMap<>();
              figures.forEach((labels, figure) -> row.put(count(labels), fraction(figure)));
              paper.put(method, row);
            });
    return paper;
  }

  public String paperNote() {
    return resolved.getString("paper-note");
  }

  private static int count(Object labels) {
    try {
      return Integer.parseInt(labels.toString());
    } catch (NumberFormatException e) {
      throw new UserException("paper: expected a number of labels as key, found " + labels, e);
    }
  }

  private static double fraction(Object figure) {
    if (figure instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
      return number.doubleValue();
    }
    throw new UserException("paper: expected an accuracy from 0 to 1, found " + figure);
  }
}
