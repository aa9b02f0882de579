package io.lautum.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.lautum.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One block of the configuration, read with its limits. Every failure names the whole key, the
 * value found, where it was set, and what is allowed.
 */
final class Section {
  private final Config root;
  private final String prefix;

  Section(Config root, String prefix) {
    this.root = root;
    this.prefix = prefix.isEmpty() ? "" : prefix + ".";
  }

  /** The block {@code name} inside this one. */
  Section at(String name) {
    return new Section(root, prefix + name);
  }

  String text(String key) {
    return read(key, root::getString, "a text", value -> true);
  }

  String required(String key) {
    return read(key, root::getString, "a text that is not empty", value -> !value.isBlank());
  }

  String oneOf(String key, String... allowed) {
    List<String> values = Arrays.asList(allowed);
    return read(key, root::getString, "one of " + String.join(", ", values), values::contains);
  }

  boolean flag(String key) {
    return read(key, root::getBoolean, "true or false", value -> true);
  }

  long whole(String key) {
    return read(key, root::getLong, "a whole number", value -> true);
  }

  int atLeast(String key, int least) {
    return read(key, root::getInt, "a whole number of at least " + least, value -> value >= least);
  }

  /** A number in [low, high]. */
  double between(String key, double low, double high) {
    return read(
        key,
        root::getDouble,
        "a number from %s to %s".formatted(low, high),
        value -> value >= low && value <= high);
  }

  /** A number in [low, high). */
  double below(String key, double low, double high) {
    return read(
        key,
        root::getDouble,
        "a number from %s to below %s".formatted(low, high),
        value -> value >= low && value < high);
  }

  /** A finite number above zero. */
  double positive(String key) {
    return read(
        key,
        root::getDouble,
        "a number above 0",
        value -> value > 0 && value < Double.POSITIVE_INFINITY);
  }

  List<String> texts(String key) {
    return read(key, root::getStringList, "a list of texts", value -> true);
  }

  List<Integer> counts(String key) {
    return read(
        key,
        root::getIntList,
        "a list of different whole numbers above 0",
        value ->
            !value.isEmpty()
                && value.stream().allMatch(n -> n > 0)
                && value.stream().distinct().count() == value.size());
  }

  /** The failure of {@code key} with a reason of the caller's. */
  UserException invalid(String key, String allowed) {
    String path = prefix + key;
    return new UserException(
        "%s = %s (%s): expected %s"
            .formatted(
                path,
                root.getValue(path).unwrapped(),
                root.getValue(path).origin().description(),
                allowed));
  }

  private <T> T read(
      String key, Function<String, T> reader, String allowed, Predicate<T> isAllowed) {
    T value;
    try {
      value = reader.apply(prefix + key);
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      throw invalid(key, allowed);
    } catch (ConfigException.Missing e) {
      throw new UserException("%s is not set: expected %s".formatted(prefix + key, allowed), e);
    }
    if (!isAllowed.test(value)) {
      throw invalid(key, allowed);
    }
    return value;
  }
}
