package io.lautum.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
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
 * @param sampling the comparison of ways to train by sampling weights
 * @param evaluateBatch images a forward pass of evaluation
 * @param generalisation the experiment on generalisation
 * @param paper published accuracies (fractions) by method and label count
 * @param paperNote a sentence on how far they compare; may be empty
 * @param tune the search of {@code tune}
 * @param tracking where finished runs are recorded too
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
    SamplingConfig sampling,
    int evaluateBatch,
    GeneralisationConfig generalisation,
    Map<String, Map<Integer, Double>> paper,
    String paperNote,
    TuneConfig tune,
    TrackingConfig tracking,
    Config resolved) {

  static ExperimentConfig read(Config resolved, DataRoot root) {
    Section top = new Section(resolved, "");
    String name = top.required("experiment");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw top.invalid(
          "experiment", "letters, digits, '.', '_' and '-', with a letter or digit first");
    }
    List<String> methods = top.names("methods");
    if (methods.isEmpty()) {
      throw top.invalid("methods", "at least one method");
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
        SamplingConfig.read(top.at("sampling")),
        top.at("evaluate").atLeast("batch-size", 1),
        GeneralisationConfig.read(top.at("generalisation")),
        PublishedAccuracies.read(resolved),
        top.text("paper-note"),
        TuneConfig.read(top.at("tune")),
        TrackingConfig.read(top.at("tracking"), name),
        resolved);
  }

  /**
   * The keys below any of {@code paths} with their values as JSON: what an artefact made from them
   * depends on. Equal values have equal text, wherever and however they were written.
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
}
