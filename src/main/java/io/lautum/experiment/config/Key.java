package io.lautum.experiment.config;

import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A configuration key. The defaults, validation, markers, the search space of {@code tune} and
 * {@code docs/configuration.md} are all derived from this declaration.
 *
 * <p>A key is declared with its name inside its block, since a block may occur more than once, such
 * as {@code augmentation}. {@link KeyGroup} gives it the path of the block, and the artefacts that
 * depend on it.
 *
 * @param path name inside the block, or the whole path of a key of a {@link KeyGroup}
 * @param type allowed values
 * @param defaultValue value if an experiment sets none; not an allowed value if the key must be set
 * @param unit unit of the value, or empty
 * @param documentation one sentence on the meaning
 * @param artefacts kinds of artefacts that depend directly on the key; artefacts made from them
 *     depend on it too
 * @param former notation in earlier versions
 */
public record Key<T>(
    String path,
    KeyType<T> type,
    ConfigValue defaultValue,
    String unit,
    String documentation,
    Set<ArtefactKind> artefacts,
    FormerNotation former) {
  private static final String ORIGIN = "default";

  /** Declares a key; {@link #doc} and {@link #unit} add documentation and unit. */
  public static <T> Key<T> of(String name, KeyType<T> type, Object defaultValue) {
    return new Key<>(name, type, value(defaultValue), "", "", Set.of(), FormerNotation.NONE);
  }

  /** Returns the same key with one sentence on its meaning. */
  public Key<T> doc(String sentence) {
    return new Key<>(path, type, defaultValue, unit, sentence, artefacts, former);
  }

  /** Returns the same key with the unit of its value. */
  public Key<T> unit(String newUnit) {
    return new Key<>(path, type, defaultValue, newUnit, documentation, artefacts, former);
  }

  /** Returns the same key with a former name, which stays accepted everywhere. */
  public Key<T> formerly(String name) {
    List<String> names = new ArrayList<>(former.names());
    names.add(name);
    return with(
        new FormerNotation(names, former.values(), former.splits(), former.introducedWith()));
  }

  /** Returns the same key with a former value, which stays accepted everywhere. */
  public Key<T> formerValue(String value, String present) {
    Map<String, String> values = new TreeMap<>(former.values());
    values.put(value, present);
    return with(
        new FormerNotation(former.names(), values, former.splits(), former.introducedWith()));
  }

  /**
   * Returns the same key with a former value that was split into the values of two keys. Experiment
   * files that have it are rejected with a message that names both values; in a marker it means
   * both.
   *
   * @param other name of the other key in the same block
   */
  public Key<T> formerlyBoth(String value, String present, String other, String otherValue) {
    Map<String, FormerNotation.Split> splits = new TreeMap<>(former.splits());
    splits.put(value, new FormerNotation.Split(present, other, otherValue));
    return with(
        new FormerNotation(former.names(), former.values(), splits, former.introducedWith()));
  }

  /**
   * Returns the same key, marked as newer than some artefacts: a marker that lacks it counts as if
   * it had this value. It must be the value with which the program behaves as before the key
   * existed, and it must not change if the default changes later.
   */
  public Key<T> introducedWith(Object value) {
    return with(new FormerNotation(former.names(), former.values(), former.splits(), value(value)));
  }

  private Key<T> with(FormerNotation newFormer) {
    return new Key<>(path, type, defaultValue, unit, documentation, artefacts, newFormer);
  }

  /** Returns whether an artefact depends on the key, directly or through another artefact. */
  public boolean affects(ArtefactKind artefact) {
    return artefacts.stream().anyMatch(artefact::dependsOn);
  }

  Key<T> in(String block, Set<ArtefactKind> newArtefacts) {
    String prefix = block.isEmpty() ? "" : block + ".";
    return new Key<>(
        prefix + path, type, defaultValue, unit, documentation, newArtefacts, former.in(prefix));
  }

  Key<T> withDefault(Object newDefault) {
    return new Key<>(path, type, value(newDefault), unit, documentation, artefacts, former);
  }

  /** Returns the default with the documentation as its comment. */
  ConfigValue commentedDefault() {
    return defaultValue.withOrigin(
        defaultValue.origin().withComments(List.of(" " + documentation)));
  }

  /** Returns whether a value is the default of its key, and was not set to it. */
  static boolean isDefault(ConfigValue value) {
    return value.origin().description().equals(ORIGIN);
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
