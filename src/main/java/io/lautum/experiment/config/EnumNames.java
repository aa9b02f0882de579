package io.lautum.experiment.config;

import io.lautum.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of enum constants in configuration, folders and tables. */
public final class EnumNames {
  private EnumNames() {}

  /** The name of a constant, in lower case with hyphens. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant of a name.
   *
   * @param key configuration key that holds the name
   * @throws UserException if there is none
   */
  public static <E extends Enum<E>> E named(Class<E> type, String key, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "%s = %s: expected some of %s"
                        .formatted(
                            key,
                            name,
                            Arrays.stream(type.getEnumConstants())
                                .map(EnumNames::of)
                                .collect(Collectors.joining(", ")))));
  }
}
