package io.lautum.report.tracking;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Results;
import io.lautum.report.History;
import io.lautum.report.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The record of a run for a tracking server, with names and values within MLflow's limits.
 *
 * @param name name of the run
 * @param tags facts about the run, such as command and version
 * @param params the configuration's keys with their values
 * @param metrics mean and standard deviation of the accuracies by number of labels, then the
 *     cross-entropy of pre-training by round
 */
record RunRecord(
    String name,
    SortedMap<String, String> tags,
    SortedMap<String, String> params,
    List<Metric> metrics) {
  private static final int KEY_LENGTH = 250;
  private static final int PARAM_LENGTH = 6000;
  private static final int TAG_LENGTH = 5000;
  private static final Pattern NOT_IN_KEYS = Pattern.compile("[^A-Za-z0-9_./ -]");

  /** User name in a location, which may be an access key. */
  private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*@");

  /**
   * @param provenance provenance of the run, if known
   * @param rounds rounds of pre-training by name of the method
   */
  static RunRecord of(
      ExperimentConfig config,
      Optional<Provenance> provenance,
      Results results,
      SortedMap<String, List<History.Round>> rounds) {
    SortedMap<String, String> tags = new TreeMap<>();
    tags.put("mlflow.runName", config.name());
    tags.put("mlflow.source.name", "lautum-spark");
    tags.put("lautum.source", results.source());
    tags.put("lautum.target", results.target());
    provenance.ifPresent(
        facts -> {
          tags.put("lautum.command", facts.command());
          tags.put("lautum.time", facts.time());
          tags.put("mlflow.source.git.commit", facts.revision());
          tags.put("lautum.version", facts.version());
        });
    tags.values().removeIf(value -> value == null || value.isEmpty());
    tags.replaceAll((key, value) -> cut(value, TAG_LENGTH));
    return new RunRecord(config.name(), tags, params(config), metrics(results, rounds));
  }

  private static SortedMap<String, String> params(ExperimentConfig config) {
    SortedMap<String, String> params = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.resolved().entrySet()) {
      String key = entry.getKey();
      String value =
          entry.getValue().unwrapped() instanceof String text
              ? text
              : entry.getValue().render(ConfigRenderOptions.concise());
      // The addresses of the raw data and the server belong to this machine, not to the experiment.
      boolean local = key.equals("data.root") || key.startsWith("tracking.");
      if (!local && !value.isEmpty()) {
        params.put(key(key.replace("\"", "")), cut(withoutUsers(value), PARAM_LENGTH));
      }
    }
    return params;
  }

  /** Replaces users in locations, which may be access keys, by {@code ***}. */
  static String withoutUsers(String text) {
    return USER_INFO.matcher(text).replaceAll("://***@");
  }

  private static List<Metric> metrics(
      Results results, SortedMap<String, List<History.Round>> rounds) {
    List<Metric> metrics = new ArrayList<>();
    for (Results.Row row : results.rows()) {
      metrics.add(new Metric(key("accuracy/" + row.method()), row.mean(), row.labels()));
      if (row.std() != null) {
        metrics.add(new Metric(key("accuracy_std/" + row.method()), row.std(), row.labels()));
      }
    }
    rounds.forEach(
        (method, all) -> {
          for (History.Round round : all) {
            // JSON has only finite numbers.
            if (Double.isFinite(round.crossEntropy())) {
              metrics.add(
                  new Metric(
                      key("pretrain_cross_entropy/" + method),
                      round.crossEntropy(),
                      round.round()));
            }
          }
        });
    return List.copyOf(metrics);
  }

  private static String key(String name) {
    String key = NOT_IN_KEYS.matcher(name).replaceAll("_");
    return key.substring(0, Math.min(key.length(), KEY_LENGTH));
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    // Half of a character outside the basic plane has no form in UTF-8; servers reject it.
    int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
    return text.substring(0, end) + "…";
  }
}
