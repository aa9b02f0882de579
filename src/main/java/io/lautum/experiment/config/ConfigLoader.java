package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.Credentials;
import io.lautum.experiment.storage.Places;
import io.lautum.experiment.storage.SmallFile;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads an experiment file (HOCON) with command-line overrides over the defaults, and rejects
 * undeclared keys. Driver only.
 */
public final class ConfigLoader {
  private static final String DATA = "LAUTUM_DATA";

  private ConfigLoader() {}

  /**
   * Reads and checks everything that can be checked without opening a dataset.
   *
   * @param file the experiment file, on any Hadoop file system
   * @param overrides {@code key=value}; later ones win; the value is a number, true, false or a
   *     literal string, or HOCON if it begins with {@code [}, <code>{</code> or {@code "}; commas
   *     separate the elements of a list
   * @param environment the process's environment, for {@code LAUTUM_DATA}
   * @throws UserException if the file cannot be read or a key or value is not allowed
   */
  public static ExperimentConfig load(
      String file, List<String> overrides, Map<String, String> environment, Configuration hadoop) {
    return load(List.of(file), overrides, environment, hadoop);
  }

  /**
   * Does the same as {@link #load(String, List, Map, Configuration)} for several files; later ones
   * win.
   */
  public static ExperimentConfig load(
      List<String> files,
      List<String> overrides,
      Map<String, String> environment,
      Configuration hadoop) {
    Config command = FormerKeys.renamed(Overrides.parse(overrides));
    Config merged;
    try {
      Config experiment = ConfigFactory.empty();
      for (String file : files) {
        experiment = FormerKeys.renamed(parse(file, hadoop)).withFallback(experiment);
      }
      merged =
          command
              .withFallback(experiment)
              .withFallback(Keys.defaults())
              .resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException e) {
      throw new UserException(oneLine(e), e);
    }
    KnownKeys.check(merged);
    merged = OptimizerConfig.withDefaultRates(FormerKeys.translated(merged));
    merged = PathKeys.expanded(merged, hadoop);
    String configured = new Section(merged, "").get(ExperimentConfig.DATA_ROOT);
    DataRoot root =
        DataRoot.choose(
            command.hasPath("data.root") ? configured : null,
            environment.containsKey(DATA)
                ? PathKeys.expanded(DATA, environment.get(DATA), hadoop)
                : null,
            configured);
    Credentials.requireNone("data.root", root.folder());
    Config resolved =
        merged.withValue("data.root", ConfigValueFactory.fromAnyRef(root.folder(), "data root"));
    return ExperimentConfig.read(resolved, root);
  }

  /**
   * Returns the configuration as HOCON text, with every default filled in; {@link #load} reads it.
   */
  public static String render(ExperimentConfig config) {
    return render(config.resolved());
  }

  private static String render(Config config) {
    return config
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  /**
   * Returns the same configuration with other values, checked as if they had been set in its file.
   *
   * @throws UserException if a key or a value is not allowed
   */
  public static ExperimentConfig with(ExperimentConfig config, Map<String, ConfigValue> values) {
    Config changed = config.resolved();
    try {
      for (Map.Entry<String, ConfigValue> entry : values.entrySet()) {
        changed = changed.withValue(entry.getKey(), entry.getValue());
      }
    } catch (ConfigException e) {
      throw new UserException(oneLine(e), e);
    }
    KnownKeys.check(changed);
    changed = OptimizerConfig.withDefaultRates(changed);
    return ExperimentConfig.read(changed, new DataRoot(changed.getString("data.root")));
  }

  /**
   * Returns the differences from the defaults as HOCON text, except the search of {@code tune};
   * {@link #load} reads it as the same experiment.
   */
  public static String renderChanges(ExperimentConfig config) {
    Config defaults = OptimizerConfig.defaults(config.resolved());
    Config changes = ConfigFactory.empty();
    for (Map.Entry<String, ConfigValue> entry : config.resolved().entrySet()) {
      String key = entry.getKey();
      boolean changed = !defaults.hasPath(key) || !defaults.getValue(key).equals(entry.getValue());
      if (changed && !key.startsWith("tune.")) {
        changes = changes.withValue(key, entry.getValue());
      }
    }
    return render(changes);
  }

  /**
   * Returns the values that are set, in a file, on the command line or by {@link #with}, as HOCON
   * text; {@link #load} reads it as the same experiment.
   */
  public static String renderSet(ExperimentConfig config) {
    Config set = ConfigFactory.empty();
    for (Map.Entry<String, ConfigValue> entry : config.resolved().entrySet()) {
      if (!Key.isDefault(entry.getValue())) {
        set = set.withValue(entry.getKey(), entry.getValue());
      }
    }
    return render(set);
  }

  private static Config parse(String file, Configuration hadoop) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setOriginDescription(file).setIncluder(new NoInclude(file));
    try {
      Path path = new Path(file);
      byte[] bytes = SmallFile.read(path.getFileSystem(hadoop), path, ExperimentText.MAX_BYTES);
      String text = new String(bytes, StandardCharsets.UTF_8);
      ExperimentText.check(file, text);
      return ConfigFactory.parseString(text, options);
    } catch (DataException e) {
      throw new UserException(e.getMessage(), e);
    } catch (FileNotFoundException e) {
      throw new UserException(
          Text.format("\"%s\": no such experiment file%s", file, Places.base(file, hadoop)), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          Text.format(
              "\"%s\": not readable as an experiment file: %s",
              file, Places.rejectedName(e.getCause()).orElse(e.getMessage())),
          e);
    }
  }

  private static String oneLine(ConfigException e) {
    return e.getMessage().replaceAll("\\s*\\R\\s*", " ");
  }

  /**
   * Rejects includes: HOCON would skip missing files, does not read Hadoop file systems, and would
   * fetch any address that an experiment file names.
   */
  private record NoInclude(String file)
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw new UserException(
          Text.format(
              "%s: include \"%s\": includes are not supported; put the whole experiment in one"
                  + " file",
              file, what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      return include(context, what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      return include(context, what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      return include(context, what);
    }
  }
}
