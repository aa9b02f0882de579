package io.lautum.experiment.config;

import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The notation of a key in earlier versions, which experiment files, the command line and markers
 * may still have.
 *
 * @param names former names of the key, in its block or as whole paths like the key's own
 * @param values present values by the former values that mean the same
 * @param splits values of two keys by the former value that was split into them
 * @param introducedWith value that gives the behaviour from before the key existed; null if it
 *     always existed
 */
record FormerNotation(
    List<String> names,
    Map<String, String> values,
    Map<String, Split> splits,
    ConfigValue introducedWith) {
  static final FormerNotation NONE = new FormerNotation(List.of(), Map.of(), Map.of(), null);

  /**
   * The meaning of a former value.
   *
   * @param value value of the key itself
   * @param other name or path of the other key
   * @param otherValue value of the other key
   */
  record Split(String value, String other, String otherValue) {
    private Split in(String prefix) {
      return new Split(value, prefix + other, otherValue);
    }
  }

  /** Returns the same notation in a block. */
  FormerNotation in(String prefix) {
    Map<String, Split> placed = new TreeMap<>();
    splits.forEach((value, split) -> placed.put(value, split.in(prefix)));
    return new FormerNotation(
        names.stream().map(prefix::concat).toList(), values, Map.copyOf(placed), introducedWith);
  }
}
