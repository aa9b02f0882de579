package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The values that a search may give to one configuration key. */
public sealed interface SearchDimension {
  /** Returns values of the dimension; if these are valid for the key, all values are. */
  List<ConfigValue> extremes();

  /** The values of a list. */
  record Choices(List<ConfigValue> values) implements SearchDimension {
    @Override
    public List<ConfigValue> extremes() {
      return values;
    }
  }

  /**
   * The numbers from {@code from} to {@code to}.
   *
   * @param logarithmic whether the scale is logarithmic
   * @param whole whether only whole numbers are allowed
   * @param points number of values in a grid; 0 if not set
   * @param origin file and line, for messages
   */
  record Range(
      double from, double to, boolean logarithmic, boolean whole, int points, String origin)
      implements SearchDimension {
    private static final MathContext SHOWN = new MathContext(4);

    /** Returns both ends and a value between them, since a key may allow only whole numbers. */
    @Override
    public List<ConfigValue> extremes() {
      return List.of(value(0), value(1), value((Math.sqrt(5) - 1) / 2));
    }

    /**
     * Returns the number at a fraction of the way from one end to the other, with four significant
     * digits.
     *
     * @param share fraction in [0, 1]
     */
    public ConfigValue value(double share) {
      double value = logarithmic ? from * Math.pow(to / from, share) : from + share * (to - from);
      return ConfigValueFactory.fromAnyRef(rounded(value), origin);
    }

    /** Returns a whole number as such, so that equal values give equal strings. */
    private Number rounded(double value) {
      if (whole) {
        return (long) Math.min(Math.max(Math.rint(value), Math.ceil(from)), Math.floor(to));
      }
      double digits = new BigDecimal(value).round(SHOWN).doubleValue();
      double inside = Math.min(Math.max(digits, from), to);
      if (inside == (long) inside) {
        return (long) inside;
      }
      return inside;
    }
  }

  /**
   * Reads a dimension.
   *
   * @param path path of the dimension, for messages
   * @throws io.lautum.UserException if the value is neither a list nor a range
   */
  static SearchDimension read(String path, ConfigValue value) {
    if (value instanceof ConfigList list && !list.isEmpty()) {
      return new Choices(list.stream().map(element -> element.withOrigin(list.origin())).toList());
    }
    if (value instanceof ConfigObject range && isRange(range)) {
      return range(path, range);
    }
    throw Section.invalid(
        path, value, "a list [a, b, …] or a range { from = a, to = b, scale = log }");
  }

  /** Returns whether a block is a range, and not a block of keys. */
  static boolean isRange(ConfigObject block) {
    return block.containsKey("from") || block.containsKey("to");
  }

  private static Range range(String path, ConfigObject block) {
    Set<String> unknown = new TreeSet<>(block.keySet());
    unknown.removeAll(Set.of("from", "to", "scale", "whole", "points"));
    Config range = block.toConfig();
    try {
      double from = range.getDouble("from");
      double to = range.getDouble("to");
      String scale = range.hasPath("scale") ? range.getString("scale") : "linear";
      boolean logarithmic = scale.equals("log");
      boolean isScale = logarithmic || scale.equals("linear");
      boolean whole = range.hasPath("whole") && range.getBoolean("whole");
      int points = range.hasPath("points") ? range.getInt("points") : 0;
      boolean ascends = to > from && to < Double.POSITIVE_INFINITY;
      boolean hasWhole = !whole || Math.ceil(from) <= Math.floor(to);
      boolean hasPoints = !range.hasPath("points") || points > 1;
      boolean isRange = isScale && ascends && hasWhole && hasPoints && (!logarithmic || from > 0);
      if (unknown.isEmpty() && isRange) {
        return new Range(from, to, logarithmic, whole, points, block.origin().description());
      }
    } catch (ConfigException e) {
      // One of the values is missing or of another type: the message below shows all of them.
    }
    throw Section.invalid(
        path,
        block,
        "{ from = a, to = b } with a below b, and optionally scale = linear or log (a above 0), "
            + "whole = true, points = 2 or more");
  }
}
