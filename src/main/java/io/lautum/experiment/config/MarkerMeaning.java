package io.lautum.experiment.config;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Translates the key values of a marker to a form that is equal for equal configurations of any
 * version: present names, present values, and no key whose value gives the behaviour from before
 * the key existed. A new key that is inert by default thus leaves older artefacts valid.
 */
public final class MarkerMeaning {
  private static final String SPACE = "tune.space.";

  private MarkerMeaning() {}

  /**
   * Returns the meaning of values.
   *
   * @param values values by key, as JSON; keys that are not declared stay unchanged
   */
  public static SortedMap<String, String> of(SortedMap<String, String> values) {
    SortedMap<String, String> meaning = new TreeMap<>();
    values.forEach((path, value) -> add(meaning, path, value));
    for (Key<?> key : Keys.all()) {
      if (key.former().introducedWith() != null) {
        meaning.remove(key.path(), Section.shown(key.former().introducedWith()));
      }
    }
    return meaning;
  }

  private static void add(SortedMap<String, String> meaning, String path, String value) {
    boolean isSearched = path.startsWith(SPACE);
    String former = isSearched ? path.substring(SPACE.length()).replace("\"", "") : path;
    String name = Keys.formerNames().getOrDefault(former, former);
    Key<?> key = Keys.find(name).orElse(null);
    String present = value;
    if (key != null) {
      for (Map.Entry<String, String> each : key.former().values().entrySet()) {
        present = present.replace(quoted(each.getKey()), quoted(each.getValue()));
      }
      FormerNotation.Split split = key.former().splits().get(unquoted(present));
      if (split != null) {
        present = quoted(split.value());
        meaning.put(split.other(), quoted(split.otherValue()));
      }
    }
    meaning.put(isSearched ? SPACE + name : name, present);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String unquoted(String json) {
    return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
  }
}
