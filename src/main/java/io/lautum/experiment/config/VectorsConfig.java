package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a table has vectors (format {@code vectors}).
 *
 * @param columns column of arrays, or columns of numbers; empty for those that the table suggests
 * @param size length of the vectors; 0 for that of the first row, or of the longest sparse one
 * @param missing {@code fail} or {@code mean}
 */
public record VectorsConfig(List<String> columns, int size, String missing)
    implements Serializable {
  private static final String FAIL = "fail";
  private static final String MEAN = "mean";
  private static final Key<List<String>> COLUMNS =
      Key.of("vector-columns", KeyType.names(), List.of())
          .doc(
              "Column of arrays or of Spark's vectors, or the columns of numbers that together are"
                  + " a vector (format vectors only); empty means the only column of arrays, or"
                  + " features, or else all columns of numbers except label, split and path.")
          .introducedWith(List.of());
  private static final Key<OptionalInt> SIZE =
      Key.of("vector-size", KeyType.automaticOrAtLeastOne(), KeyType.AUTOMATIC)
          .doc(
              "Values per vector (format vectors only); auto means those of the first row, or the"
                  + " largest index of a LibSVM file.")
          .introducedWith(KeyType.AUTOMATIC);
  private static final Key<String> MISSING =
      Key.of("missing", KeyType.oneOf(FAIL, MEAN), FAIL)
          .doc(
              "Treatment of empty, null and NaN values (format vectors only): fail names the row;"
                  + " mean takes the feature's mean over the training examples.")
          .introducedWith(FAIL);

  /** The values that a dataset has if it sets none. */
  public static final VectorsConfig DEFAULTS = new VectorsConfig(List.of(), 0, FAIL);

  public VectorsConfig {
    columns = List.copyOf(columns);
  }

  static List<Key<?>> keys() {
    return List.of(COLUMNS, SIZE, MISSING);
  }

  static VectorsConfig read(Section section) {
    return new VectorsConfig(
        section.get(COLUMNS), section.get(SIZE).orElse(0), section.get(MISSING));
  }

  /** Returns whether missing values become the feature's mean. */
  public boolean imputes() {
    return missing.equals(MEAN);
  }
}
