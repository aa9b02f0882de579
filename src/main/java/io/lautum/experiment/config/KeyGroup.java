package io.lautum.experiment.config;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keys of one block on which the same artefacts depend.
 *
 * @param block path of the block; empty for keys at the top
 * @param documentation one sentence on the block
 * @param ofSingleMethods whether the keys affect only the artefacts of the methods that declare
 *     this group
 * @param keys the keys with their whole paths
 * @param rule check of the block's values against each other; throws a {@link
 *     io.lautum.UserException}
 */
public record KeyGroup(
    String block,
    String documentation,
    boolean ofSingleMethods,
    List<Key<?>> keys,
    Consumer<Section> rule) {
  public KeyGroup {
    keys = List.copyOf(keys);
  }

  /**
   * Declares a group that concerns all methods.
   *
   * @param artefacts kinds of artefacts that depend on the keys; empty if they change no result
   * @param keys the keys with their names inside the block
   */
  public static KeyGroup of(
      String block, String documentation, Set<ArtefactKind> artefacts, Key<?>... keys) {
    List<Key<?>> placed = Arrays.stream(keys).<Key<?>>map(key -> key.in(block, artefacts)).toList();
    return new KeyGroup(block, documentation, false, placed, values -> {});
  }

  /** Returns the same group, on which only the methods that declare it depend. */
  public KeyGroup forSingleMethods() {
    return new KeyGroup(block, documentation, true, keys, rule);
  }

  /**
   * Returns the same group of a single method, marked as newer than some artefacts: a marker that
   * lacks its keys counts as if it had their defaults, which changes nothing for other methods.
   */
  public KeyGroup newerThanArtefacts() {
    List<Key<?>> newer =
        keys.stream()
            .<Key<?>>map(key -> key.introducedWith(key.defaultValue().unwrapped()))
            .toList();
    return new KeyGroup(block, documentation, ofSingleMethods, newer, rule);
  }

  /** Returns the same group with a check of the block's values against each other. */
  public KeyGroup checkedBy(Consumer<Section> newRule) {
    return new KeyGroup(block, documentation, ofSingleMethods, keys, newRule);
  }

  /**
   * Checks the values of this group.
   *
   * @throws io.lautum.UserException if a value is not allowed
   */
  void check(Section root) {
    keys.forEach(root::get);
    rule.accept(root.at(block));
  }

  /** Returns the same group with another default of a key. */
  KeyGroup withDefault(Key<?> key, Object value) {
    String path = block + "." + key.path();
    List<Key<?>> changed =
        keys.stream()
            .<Key<?>>map(each -> each.path().equals(path) ? each.withDefault(value) : each)
            .toList();
    return new KeyGroup(block, documentation, ofSingleMethods, changed, rule);
  }
}
