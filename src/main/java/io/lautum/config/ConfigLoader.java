package io.lautum.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads an experiment file (HOCON) with command-line overrides over the defaults, and refuses what
 * the defaults do not know. Driver only.
 */
public final class ConfigLoader {
  private static final String DEFAULTS = "lautum-defaults.conf";

  private ConfigLoader() {}

  /**
   * @param file the experiment file, on any Hadoop file system
   * @param overrides {@code key=value}, later ones win; values are HOCON
   * @param environment the process's environment, for {@code LAUTUM_DATA}
   * @throws UserException if the file cannot be read or a key or value is not allowed
   */
  public static ExperimentConfig load(
      String file, List<String> overrides, Map<String, String> environment, Configuration hadoop) {
    Config command = overrides(overrides);
    Config experiment = parse(file, hadoop);
    Config defaults = ConfigFactory.parseResources(ConfigLoader.class.getClassLoader(), DEFAULTS);
    Config resolved;
    try {
      resolved =
          command
              .withFallback(experiment)
              .withFallback(defaults)
              .resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException e) {
      throw new UserException(file + ": " + e.getMessage(), e);
    }
    refuseUnknownKeys(resolved, defaults.resolve());
    DataRoot root =
        DataRoot.choose(
            command.hasPath("data.root") ? command.getString("data.root") : null,
            environment.get("LAUTUM_DATA"),
            resolved.getString("data.root"));
    return ExperimentConfig.read(resolved, root);
  }

  /** The configuration as HOCON text, with every default filled in. */
  public static String render(ExperimentConfig config) {
    return config
        .resolved()
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  private static Config parse(String file, Configuration hadoop) {
    Path path = new Path(file);
    try (Reader reader =
        new InputStreamReader(path.getFileSystem(hadoop).open(path), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          reader, ConfigParseOptions.defaults().setOriginDescription(file));
    } catch (FileNotFoundException e) {
      throw new UserException(file + ": no such experiment file", e);
    } catch (IOException e) {
      throw new UserException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (ConfigException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private static Config overrides(List<String> overrides) {
    Config config = ConfigFactory.empty();
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw new UserException("-D %s: expected key=value".formatted(override));
      }
      String key = override.substring(0, equals).strip();
      String value = override.substring(equals + 1).strip();
      config = override(key, value).withFallback(config);
    }
    return config;
  }

  /** Lists and numbers are HOCON; what HOCON cannot read, such as a URI, is a plain text. */
  private static Config override(String key, String value) {
    ConfigParseOptions origin = ConfigParseOptions.defaults().setOriginDescription("-D " + key);
    try {
      return ConfigFactory.parseString(key + " = " + value, origin);
    } catch (ConfigException.Parse e) {
      return ConfigFactory.empty()
          .withValue(key, ConfigValueFactory.fromAnyRef(value, "-D " + key));
    }
  }

  private static void refuseUnknownKeys(Config resolved, Config defaults) {
    TreeSet<String> known = new TreeSet<>();
    defaults.entrySet().forEach(entry -> known.add(entry.getKey()));
    for (Map.Entry<String, com.typesafe.config.ConfigValue> entry : resolved.entrySet()) {
      String key = entry.getKey();
      if (!known.contains(key) && !ConfigUtil.splitPath(key).get(0).equals("paper")) {
        throw new UserException(
            "unknown key %s (%s): the nearest one is %s"
                .formatted(key, entry.getValue().origin().description(), nearest(key, known)));
      }
    }
    // A text where a block belongs hides all keys of that block, and a key below a text replaces
    // it: either way a known key is gone.
    for (String key : known) {
      if (!resolved.hasPathOrNull(key)) {
        String block = key.substring(0, key.lastIndexOf('.'));
        throw new UserException(
            "%s: expected a block { … }, found a single value".formatted(block));
      }
    }
  }

  private static String nearest(String key, TreeSet<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String last = key.substring(key.lastIndexOf('.') + 1);
    // A key in the wrong block is as likely as a misspelt one, so its last part counts by itself.
    return known.stream()
        .min(
            Comparator.comparingInt(
                (String candidate) ->
                    Math.min(
                        distance.apply(key, candidate),
                        1
                            + distance.apply(
                                last, candidate.substring(candidate.lastIndexOf('.') + 1)))))
        .orElseThrow();
  }
}
