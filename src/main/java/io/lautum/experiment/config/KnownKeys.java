package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.lautum.Text;
import io.lautum.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Rejects undeclared keys, blocks instead of values, and values instead of blocks. */
final class KnownKeys {
  /** Keys of a file for another version fill a page otherwise. */
  private static final int MOST_REPORTED = 8;

  private final Set<String> known = new TreeSet<>();
  private final List<String> unknown = new ArrayList<>();

  private KnownKeys() {
    collect("", Keys.defaults().root());
  }

  /**
   * Checks that {@code config} has all declared keys and no others.
   *
   * @throws UserException naming all unknown keys, each with its origin and the nearest declared
   *     key, or the first other wrong key and the expected kind of value
   */
  static void check(Config config) {
    KnownKeys keys = new KnownKeys();
    keys.check("", config.root(), Keys.defaults().root());
    keys.requireNoneUnknown();
  }

  private void requireNoneUnknown() {
    if (unknown.isEmpty()) {
      return;
    }
    int more = unknown.size() - MOST_REPORTED;
    throw new UserException(
        String.join(" ", unknown.subList(0, Math.min(unknown.size(), MOST_REPORTED)))
            + (more > 0 ? Text.format(" And %d more.", more) : ""));
  }

  private void collect(String prefix, ConfigObject block) {
    block.forEach(
        (name, value) -> {
          known.add(prefix + name);
          if (value instanceof ConfigObject inner) {
            collect(prefix + name + ".", inner);
          }
        });
  }

  private void check(String prefix, ConfigObject found, ConfigObject defaults) {
    for (String name : new TreeSet<>(found.keySet())) {
      ConfigValue value = found.get(name);
      ConfigValue model = defaults.get(name);
      if (model == null) {
        String key = prefix + ConfigUtil.joinPath(name);
        unknown.add(
            Text.format(
                "unknown key %s (%s); did you mean %s?",
                key, value.origin().description(), nearest(key)));
        continue;
      }
      String key = prefix + name;
      if ((value instanceof ConfigObject) != (model instanceof ConfigObject)) {
        throw Section.invalid(
            key,
            value,
            model instanceof ConfigObject
                ? "a block of keys, such as " + firstKey(key)
                : "a single value or a list, not a block");
      }
      if (model instanceof ConfigObject inner && Keys.find(key).isEmpty()) {
        check(key + ".", (ConfigObject) value, inner);
      }
    }
    // A block that is also set to a single value further up in the file loses its defaults.
    for (String name : new TreeSet<>(defaults.keySet())) {
      if (!found.containsKey(name)) {
        throw new UserException(
            Text.format(
                "%s%s is not set (%s): the block was set to a single value before",
                prefix, name, found.origin().description()));
      }
    }
  }

  private String firstKey(String block) {
    return known.stream()
        .filter(key -> key.startsWith(block + "."))
        .findFirst()
        .orElse(block + ".…");
  }

  /**
   * Returns the nearest key by Levenshtein distance. A key in the wrong block is as likely as a
   * misspelt one; of several such keys the one with the nearest path counts.
   */
  private String nearest(String key) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(
            Comparator.<String>comparingInt(
                    candidate ->
                        Math.min(
                            distance.apply(key, candidate),
                            1 + distance.apply(lastName(key), lastName(candidate))))
                .thenComparingInt(candidate -> distance.apply(key, candidate)))
        .orElseThrow();
  }

  private static String lastName(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
