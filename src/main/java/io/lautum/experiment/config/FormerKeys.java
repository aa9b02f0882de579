package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.lautum.Text;
import io.lautum.UserException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates the notation of earlier versions in experiment files and on the command line. */
final class FormerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(FormerKeys.class);
  private static final String SPACE = "tune.space";

  private FormerKeys() {}

  /**
   * Renames keys to their present names, with a warning for each former name.
   *
   * @param source one file or the command line, which may have substitutions
   * @throws UserException if a key is set by its former and its present name
   */
  static Config renamed(Config source) {
    Config config = source;
    for (Map.Entry<String, String> name : Keys.formerNames().entrySet()) {
      Optional<ConfigValue> value = find(config.root(), name.getKey());
      if (value.isPresent()) {
        requireUnset(find(config.root(), name.getValue()), name.getKey(), name.getValue());
        warn(name.getKey(), value.get(), "name", name.getValue());
        config = config.withoutPath(name.getKey()).withValue(name.getValue(), value.get());
      }
    }
    return config;
  }

  /**
   * Replaces former values, and former names and values in the search space of {@code tune}, with a
   * warning for each.
   *
   * @param config configuration with all keys and without substitutions
   * @throws UserException if a former value was split into the values of two keys
   */
  static Config translated(Config config) {
    Config translated = config;
    for (Key<?> key : Keys.all()) {
      // A key that is set to null is rejected when it is read.
      if (config.hasPath(key.path())) {
        ConfigValue value = config.getValue(key.path());
        ConfigValue present = translated(key, value);
        if (present != value) {
          translated = translated.withValue(key.path(), present);
        }
      }
    }
    return config.hasPath(SPACE)
        ? translated.withValue(SPACE, translated(config.getObject(SPACE)))
        : translated;
  }

  private static ConfigObject translated(ConfigObject space) {
    Map<String, ConfigValue> unchanged = new TreeMap<>();
    TuneConfig.leaves("", space, unchanged::put);
    Map<String, ConfigValue> present = new TreeMap<>();
    unchanged.forEach((path, value) -> addPresent(present, path, value));
    return present.equals(unchanged)
        ? space
        : ConfigValueFactory.fromMap(present, space.origin().description());
  }

  private static void addPresent(Map<String, ConfigValue> space, String path, ConfigValue value) {
    String name = Keys.formerNames().getOrDefault(path, path);
    if (!name.equals(path)) {
      warn(SPACE + ": " + path, value, "name", name);
    }
    ConfigValue present = Keys.find(name).map(key -> translated(key, value)).orElse(value);
    requireUnset(Optional.ofNullable(space.put(name, present)), path, name);
  }

  private static ConfigValue translated(Key<?> key, ConfigValue value) {
    if (value instanceof ConfigList list) {
      List<ConfigValue> elements =
          list.stream().map(each -> translated(key, each.withOrigin(list.origin()))).toList();
      return elements.equals(list)
          ? value
          : ConfigValueFactory.fromIterable(elements).withOrigin(list.origin());
    }
    if (value.valueType() != ConfigValueType.STRING) {
      return value;
    }
    FormerNotation.Split split = key.former().splits().get(value.unwrapped());
    if (split != null) {
      throw new UserException(
          Text.format(
              "%s = %s (%s): is no longer one value; set %s = %s and %s = %s",
              key.path(),
              value.unwrapped(),
              value.origin().description(),
              key.path(),
              split.value(),
              split.other(),
              split.otherValue()));
    }
    String present = key.former().values().get(value.unwrapped());
    if (present == null) {
      return value;
    }
    warn(key.path() + " = " + value.unwrapped(), value, "value", present);
    return ConfigValueFactory.fromAnyRef(present).withOrigin(value.origin());
  }

  private static Optional<ConfigValue> find(ConfigObject root, String path) {
    try {
      ConfigValue value = root;
      for (String name : ConfigUtil.splitPath(path)) {
        value = value instanceof ConfigObject block ? block.get(name) : null;
      }
      return Optional.ofNullable(value);
    } catch (ConfigException.NotResolved e) {
      // A block that a substitution contributes to: a former name in it is unknown afterwards.
      return Optional.empty();
    }
  }

  private static void requireUnset(Optional<ConfigValue> value, String former, String present) {
    if (value.isPresent()) {
      throw new UserException(
          Text.format(
              "%s (%s): is set twice, as its former name is %s; remove one of the two",
              present, value.get().origin().description(), former));
    }
  }

  private static void warn(String former, ConfigValue value, String what, String present) {
    LOG.warn(
        "{} ({}): is a former {}; use {}", former, value.origin().description(), what, present);
  }
}
