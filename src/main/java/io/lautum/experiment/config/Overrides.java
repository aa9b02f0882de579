package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.lautum.Text;
import io.lautum.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Command-line overrides, {@code key=value}, as configuration. */
final class Overrides {
  private static final String ORIGIN = "command line";
  private static final String VALUE = "value";

  private Overrides() {}

  /**
   * Returns the overrides as one configuration, in which later ones win.
   *
   * @throws UserException if an override has no key, or a value begins as HOCON and is malformed
   */
  static Config parse(List<String> overrides) {
    Config config = ConfigFactory.empty(ORIGIN);
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw new UserException(
            Text.format("-D %s: expected key=value, such as pretrain.epochs=5", override));
      }
      String key = override.substring(0, equals).strip();
      List<String> path = path(key, override);
      ConfigValue value =
          value(key, override.substring(equals + 1).strip())
              .withOrigin(ConfigOriginFactory.newSimple(ORIGIN));
      config = block(path, value).toConfig().withFallback(config);
    }
    return config;
  }

  private static List<String> path(String key, String override) {
    try {
      return ConfigUtil.splitPath(key);
    } catch (ConfigException e) {
      throw new UserException(
          Text.format(
              "-D %s: \"%s\" is not a key: expected names separated by dots, in quotes if they"
                  + " contain special characters",
              override, key),
          e);
    }
  }

  /** Returns the blocks around a value; those of {@code ConfigValue.atPath} have no origin. */
  private static ConfigObject block(List<String> path, ConfigValue value) {
    ConfigValue inner = path.size() == 1 ? value : block(path.subList(1, path.size()), value);
    return ConfigValueFactory.fromMap(Map.of(path.get(0), inner), ORIGIN);
  }

  private static ConfigValue value(String key, String text) {
    if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
      return hocon(key, text);
    }
    boolean isList =
        Keys.find(key).filter(known -> known.type().shape() == KeyType.Shape.LIST).isPresent();
    if (!isList) {
      return scalar(text);
    }
    List<String> elements = text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    return ConfigValueFactory.fromIterable(
        elements.stream().map(element -> scalar(element.strip())).toList());
  }

  private static ConfigValue hocon(String key, String text) {
    String reason = "text follows the value";
    try {
      Config parsed = ConfigFactory.parseString(VALUE + " = " + text);
      if (parsed.root().size() == 1) {
        return parsed.root().get(VALUE);
      }
    } catch (ConfigException.Parse e) {
      reason =
          e.origin() == null ? e.getMessage() : e.getMessage().replaceFirst("^[^:]*: \\d+: ", "");
    }
    throw new UserException(
        Text.format(
            "-D %s=%s: expected a HOCON value, such as [a, \"b+c\"] or \"text\": %s",
            key, text, reason));
  }

  /** Keeps text literally: HOCON would cut the path {@code /a//b} at its comment sign. */
  private static ConfigValue scalar(String text) {
    try {
      Config parsed = ConfigFactory.parseString(VALUE + " = " + text);
      ConfigValueType type = parsed.getValue(VALUE).valueType();
      boolean literal = type == ConfigValueType.NUMBER || type == ConfigValueType.BOOLEAN;
      if (literal && parsed.getString(VALUE).equals(text)) {
        return parsed.getValue(VALUE);
      }
    } catch (ConfigException e) {
      // A value that is not HOCON, such as a URI, is a string.
    }
    return ConfigValueFactory.fromAnyRef(text);
  }
}
