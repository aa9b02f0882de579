package io.lautum.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.lautum.UserException;
import java.math.BigDecimal;
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

  /** The block {@code name} inside this one, with keys of its own. */
  ConfigObject block(String name) {
    return root.getObject(prefix + name);
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
    return read(key, path -> exact(path).longValueExact(), "a whole number", value -> true);
  }

  int atLeast(String key, int least) {
    return read(
        key,
        path -> exact(path).intValueExact(),
        "a whole number from %d to %d".formatted(least, Integer.MAX_VALUE),
        value -> value >= least);
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

  /** A number in (0, 1]. */
  double share(String key) {
    return read(
        key, root::getDouble, "a number above 0, up to 1", value -> value > 0 && value <= 1);
  }

  /** A finite number above zero. */
  double positive(String key) {
    return read(
        key,
        root::getDouble,
        "a number above 0",
        value -> value > 0 && value < Double.POSITIVE_INFINITY);
  }

  /** Different texts, none of them empty; there may be none at all. */
  List<String> names(String key) {
    return read(
        key,
        root::getStringList,
        "a list [a, b, …] of different texts that are not empty",
        value -> value.stream().noneMatch(String::isBlank) && areDifferent(value));
  }

  /** Different whole numbers above zero, at least one. */
  List<Integer> counts(String key) {
    return read(
        key,
        path -> root.getNumberList(path).stream().map(n -> exact(n).intValueExact()).toList(),
        "a list [n, m, …] of different whole numbers above 0",
        value -> !value.isEmpty() && value.stream().allMatch(n -> n > 0) && areDifferent(value));
  }

  /** Different finite numbers above zero, at least so many. */
  List<Double> positives(String key, int least) {
    return read(
        key,
        root::getDoubleList,
        "a list [x, y, …] of %sdifferent numbers above 0"
            .formatted(least > 0 ? "one or more " : ""),
        values ->
            values.size() >= least
                && values.stream().allMatch(x -> x > 0 && x < Double.POSITIVE_INFINITY)
                && areDifferent(values));
  }

  private static boolean areDifferent(List<?> values) {
    return values.stream().distinct().count() == values.size();
  }

  /** Not {@code getInt}, which cuts 2.7 to 2. */
  private BigDecimal exact(String path) {
    return exact(root.getNumber(path));
  }

  private static BigDecimal exact(Number number) {
    return new BigDecimal(number.toString());
  }

  /** The failure of {@code key} with a reason of the caller's. */
  UserException invalid(String key, String allowed) {
    return invalid(prefix + key, root.getValue(prefix + key), allowed);
  }

  /** The failure of the value of a whole key. */
  static UserException invalid(String path, ConfigValue value, String allowed) {
    return new UserException(
        "%s = %s (%s): expected %s"
            .formatted(path, shown(value), value.origin().description(), allowed));
  }

  /** A value as a person would write it on one line. */
  static String shown(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }

  private <T> T read(
      String key, Function<String, T> reader, String allowed, Predicate<T> isAllowed) {
    T value;
    try {
      value = reader.apply(prefix + key);
    } catch (ConfigException.WrongType
        | ConfigException.BadValue
        | NumberFormatException
        | ArithmeticException e) {
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
