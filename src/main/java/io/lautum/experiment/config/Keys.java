package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All configuration keys: those of every {@link KeyDeclarations} on the class path. */
public final class Keys {
  private static final List<KeyGroup> GROUPS =
      ServiceLoader.load(KeyDeclarations.class, Keys.class.getClassLoader()).stream()
          .flatMap(declarations -> declarations.get().groups().stream())
          .toList();

  /** A path that is declared twice fails here. */
  private static final Map<String, Key<?>> BY_PATH =
      GROUPS.stream()
          .flatMap(group -> group.keys().stream())
          .collect(Collectors.toUnmodifiableMap(Key::path, Function.identity()));

  private static final Map<String, String> FORMER_NAMES =
      BY_PATH.values().stream()
          .flatMap(key -> key.former().names().stream().map(name -> Map.entry(name, key.path())))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final Config DEFAULTS = readDefaults();

  private Keys() {}

  /** Returns the groups in the order in which they are documented. */
  public static List<KeyGroup> groups() {
    return GROUPS;
  }

  /** Returns all keys. */
  static Collection<Key<?>> all() {
    return BY_PATH.values();
  }

  /** Returns the paths of keys by their former paths. */
  static Map<String, String> formerNames() {
    return FORMER_NAMES;
  }

  /** Returns the key at a path. */
  public static Optional<Key<?>> find(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }

  /** Returns the configuration of an experiment that sets nothing. */
  public static Config defaults() {
    return DEFAULTS;
  }

  private static Config readDefaults() {
    Config defaults = ConfigFactory.empty("defaults");
    for (KeyGroup group : GROUPS) {
      for (Key<?> key : group.keys()) {
        defaults = defaults.withValue(key.path(), key.commentedDefault());
      }
    }
    return defaults;
  }
}
