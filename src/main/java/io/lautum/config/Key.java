package io.lautum.config;

import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Set;

/**
 * A configuration key. Everything that is known about it is written here once: the defaults,
 * validation, markers, the search space of {@code tune} and {@code docs/configuration.md} are
 * derived from it.
 *
 * <p>A key is declared with its name inside its block, since a block may occur more than once, such
 * as {@code augmentation}. {@link KeyGroup} gives it the path of the block, and the artefacts that
 * depend on it.
 *
 * @param path name inside the block, or the whole path of a key of a {@link KeyGroup}
 * @param type allowed values
 * @param defaultValue value where an experiment sets none; it is not an allowed one if the key must
 *     be set
 * @param unit unit of the value, or empty
 * @param documentation one sentence on the meaning
 * @param artefacts kinds of artefacts that the key enters; those made from them depend on it too
 */
public record Key<T>(
    String path,
    KeyType<T> type,
    ConfigValue defaultValue,
    String unit,
    String documentation,
    Set<ArtefactKind> artefacts) {
  private static final String ORIGIN = "default";

  /** Declares a key without a unit. */
  public static <T> Key<T> of(
      String name, KeyType<T> type, Object defaultValue, String documentation) {
    return new Key<>(name, type, value(defaultValue), "", documentation, Set.of());
  }

  /** Returns the same key with the unit of its value. */
  public Key<T> unit(String newUnit) {
    return new Key<>(path, type, defaultValue, newUnit, documentation, artefacts);
  }

  /** Returns whether an artefact is made from the value of the key, directly or not. */
  public boolean affects(ArtefactKind artefact) {
    return artefacts.stream().anyMatch(artefact::dependsOn);
  }

  Key<T> in(String block, Set<ArtefactKind> newArtefacts) {
    String whole = block.isEmpty() ? path : block + "." + path;
    return new Key<>(whole, type, defaultValue, unit, documentation, newArtefacts);
  }

  Key<T> withDefault(Object newDefault) {
    return new Key<>(path, type, value(newDefault), unit, documentation, artefacts);
  }

  /** Returns the default with the documentation as its comment. */
  ConfigValue commentedDefault() {
    return defaultValue.withOrigin(
        defaultValue.origin().withComments(List.of(" " + documentation)));
  }

  private static ConfigValue value(Object value) {
    return ConfigValueFactory.fromAnyRef(asParsed(value))
        .withOrigin(ConfigOriginFactory.newSimple(ORIGIN));
  }

  /** HOCON reads 1.0 as a whole number, and equal values must be equal strings in markers. */
  private static Object asParsed(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Key::asParsed).toList();
    }
    if (value instanceof Double number && number == number.longValue()) {
      return number.longValue();
    }
    return value;
  }
}
