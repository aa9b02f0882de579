package io.lautum.pipeline.search;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.method.TransferMethod;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One value per key of a search. */
record Candidate(SortedMap<String, ConfigValue> values) {
  Candidate {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * Returns a configuration with these values and one method.
   *
   * @throws io.lautum.UserException if a value is not allowed
   */
  ExperimentConfig configuration(ExperimentConfig base, TransferMethod method) {
    Map<String, ConfigValue> all = new TreeMap<>(values);
    all.put("methods", ConfigValueFactory.fromIterable(List.of(method.name())));
    return ConfigLoader.with(base, all);
  }

  /** Returns the values as HOCON text; equal values give equal strings. */
  SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    values.forEach((key, value) -> texts.put(key, value.render(ConfigRenderOptions.concise())));
    return texts;
  }

  /** Returns a string of the form {@code finetune.steps = 400, …}. */
  @Override
  public String toString() {
    return texts().entrySet().stream()
        .map((Map.Entry<String, String> entry) -> entry.getKey() + " = " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
