package io.lautum.pipeline.search;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One value per key of a search. */
record Candidate(SortedMap<String, ConfigValue> values) {
  Candidate {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
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
