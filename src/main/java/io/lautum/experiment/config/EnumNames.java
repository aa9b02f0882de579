package io.lautum.experiment.config;

import io.lautum.Text;
import io.lautum.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of enum constants in configuration, folders and tables. */
public final class EnumNames {
  private EnumNames() {}

  /** Returns the name of a constant, in lower case with hyphens. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the names of all constants, in their order. */
  public static String[] all(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(EnumNames::of).toArray(String[]::new);
  }

  /**
   * Returns the constant of a name.
   *
   * @param key configuration key that holds the name
   * @throws UserException if no constant has the name
   */
  public static <E extends Enum<E>> E named(Class<E> type, String key, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Text.format(
                        "%s = %s: expected one or more of %s",
                        key,
                        name,
                        Arrays.stream(type.getEnumConstants())
                            .map(EnumNames::of)
                            .collect(Collectors.joining(", ")))));
  }
}
