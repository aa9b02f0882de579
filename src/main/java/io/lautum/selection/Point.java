package io.lautum.selection;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A value for each key of a search. */
record Point(SortedMap<String, ConfigValue> values) {
  Point {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Values as HOCON text: equal values have equal texts. */
  SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    values.forEach((key, value) -> texts.put(key, value.render(ConfigRenderOptions.concise())));
    return texts;
  }

  /** As {@code finetune.steps = 400, …}. */
  @Override
  public String toString() {
    return texts().entrySet().stream()
        .map((Map.Entry<String, String> entry) -> entry.getKey() + " = " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
