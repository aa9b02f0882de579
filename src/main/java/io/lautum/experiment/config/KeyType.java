package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.lautum.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The values that a key may have.
 *
 * @param allowed description of the allowed values, which completes "expected …"
 * @param shape form of a value in HOCON
 * @param reader reads the value at a path, and fails with an exception of the parser or of {@link
 *     BigDecimal} if the value has another type
 * @param isAllowed whether a value of that type is allowed
 */
public record KeyType<T>(
    String allowed, Shape shape, BiFunction<Config, String, T> reader, Predicate<T> isAllowed) {
  /** Value of a key whose value follows from others. */
  static final String AUTOMATIC = "auto";

  private static final String DISTINCT = "a list [%s, …] of distinct %s";

  /** The forms of values in HOCON. */
  public enum Shape {
    /** A number, a string, or true or false. */
    SCALAR,
    /** A list of scalars. */
    LIST,
    /** A block whose keys the experiment chooses. */
    BLOCK
  }

  /** Allows any string. */
  public static KeyType<String> text() {
    return scalar("a string", Config::getString, value -> true);
  }

  /** Allows strings that are not blank. */
  public static KeyType<String> required() {
    return scalar("a non-empty string", Config::getString, value -> !value.isBlank());
  }

  /** Allows the given strings. */
  public static KeyType<String> oneOf(String... allowed) {
    List<String> values = List.of(allowed);
    return scalar("one of " + String.join(", ", values), Config::getString, values::contains);
  }

  /** Allows {@code white}, {@code black} and {@code #rrggbb}. */
  public static KeyType<String> colour() {
    return scalar(
        "white, black, or \"#rrggbb\" in hexadecimal digits",
        Config::getString,
        value -> value.matches("white|black|#[0-9a-fA-F]{6}"));
  }

  /** Allows true and false. */
  public static KeyType<Boolean> flag() {
    return scalar("true or false", Config::getBoolean, value -> true);
  }

  /** Allows 64-bit whole numbers. */
  public static KeyType<Long> whole() {
    return scalar(
        "a whole number",
        (config, path) -> exact(config.getNumber(path)).longValueExact(),
        value -> true);
  }

  /** Allows 32-bit whole numbers from {@code least} on. */
  public static KeyType<Integer> atLeast(int least) {
    return scalar(
        Text.format("a whole number from %d to %d", least, Integer.MAX_VALUE),
        (config, path) -> exact(config.getNumber(path)).intValueExact(),
        value -> value >= least);
  }

  /** Allows {@code auto}, which gives an empty value, and 32-bit whole numbers from 1 on. */
  public static KeyType<OptionalInt> automaticOrAtLeastOne() {
    return scalar(
        Text.format("%s, or a whole number from 1 to %d", AUTOMATIC, Integer.MAX_VALUE),
        (config, path) ->
            config.getString(path).equals(AUTOMATIC)
                ? OptionalInt.empty()
                : OptionalInt.of(exact(config.getNumber(path)).intValueExact()),
        value -> value.isEmpty() || value.getAsInt() >= 1);
  }

  /** Allows numbers in [low, high]. */
  public static KeyType<Double> between(double low, double high) {
    return scalar(
        Text.format("a number from %s to %s", low, high),
        Config::getDouble,
        value -> value >= low && value <= high);
  }

  /** Allows numbers in [low, high). */
  public static KeyType<Double> below(double low, double high) {
    return scalar(
        Text.format("a number from %s to below %s", low, high),
        Config::getDouble,
        value -> value >= low && value < high);
  }

  /** Allows numbers in (0, 1]. */
  public static KeyType<Double> share() {
    return scalar("a number above 0, up to 1", Config::getDouble, value -> value > 0 && value <= 1);
  }

  /** Allows numbers in (0, 1). */
  public static KeyType<Double> openShare() {
    return scalar("a number above 0, below 1", Config::getDouble, value -> value > 0 && value < 1);
  }

  /** Allows finite numbers above zero. */
  public static KeyType<Double> positive() {
    return scalar("a number above 0", Config::getDouble, KeyType::isPositive);
  }

  /** Allows lists of distinct strings that are not blank; the list may be empty. */
  public static KeyType<List<String>> names() {
    return list(
        Text.format(DISTINCT, "a, b", "non-empty strings"),
        Config::getStringList,
        values -> values.stream().noneMatch(String::isBlank));
  }

  /** Allows lists of one or more distinct whole numbers above zero. */
  public static KeyType<List<Integer>> counts() {
    return list(
        Text.format(DISTINCT, "n, m", "whole numbers above 0"),
        (config, path) ->
            config.getNumberList(path).stream().map(n -> exact(n).intValueExact()).toList(),
        values -> !values.isEmpty() && values.stream().allMatch(n -> n > 0));
  }

  /** Allows lists of whole numbers from 1 to 65536; the list may be empty. */
  public static KeyType<List<Integer>> widths() {
    return new KeyType<>(
        "a list [n, m, …] of whole numbers from 1 to 65536",
        Shape.LIST,
        (config, path) ->
            config.getNumberList(path).stream().map(n -> exact(n).intValueExact()).toList(),
        values -> values.stream().allMatch(n -> n > 0 && n <= 1 << 16));
  }

  /** Allows lists of at least {@code least} distinct finite numbers above zero. */
  public static KeyType<List<Double>> positives(int least) {
    return list(
        Text.format(
            "a list [x, y, …] of %sdistinct numbers above 0", least > 0 ? "one or more " : ""),
        Config::getDoubleList,
        values -> values.size() >= least && values.stream().allMatch(KeyType::isPositive));
  }

  /** Allows lists of finite numbers, which may be equal; the list may be empty. */
  public static KeyType<List<Double>> numbers() {
    return new KeyType<>(
        "a list [x, y, …] of numbers",
        Shape.LIST,
        Config::getDoubleList,
        values -> values.stream().allMatch(Double::isFinite));
  }

  /** A block whose keys the experiment chooses. */
  public static KeyType<ConfigObject> block() {
    return new KeyType<>("a block of keys", Shape.BLOCK, Config::getObject, value -> true);
  }

  private static <T> KeyType<T> scalar(
      String allowed, BiFunction<Config, String, T> reader, Predicate<T> isAllowed) {
    return new KeyType<>(allowed, Shape.SCALAR, reader, isAllowed);
  }

  private static <E> KeyType<List<E>> list(
      String allowed, BiFunction<Config, String, List<E>> reader, Predicate<List<E>> isAllowed) {
    return new KeyType<>(
        allowed,
        Shape.LIST,
        reader,
        values -> isAllowed.test(values) && values.stream().distinct().count() == values.size());
  }

  private static boolean isPositive(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  /** Returns the exact value; {@code getInt} would truncate 2.7 to 2. */
  private static BigDecimal exact(Number number) {
    return new BigDecimal(number.toString());
  }
}
