package io.lautum.method;

import io.lautum.UserException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The methods by the name that {@code methods} gives. */
public final class TransferMethods {
  private static final Map<String, PreTransfer> BY_NAME = new LinkedHashMap<>();

  static {
    Stream.of(new Scratch(), new Standard(), new Lautum())
        .forEach(method -> BY_NAME.put(method.name(), method));
  }

  private TransferMethods() {}

  /** The configuration keys on which some methods depend and others do not. */
  public static String[] keysOfSingleMethods() {
    return BY_NAME.values().stream()
        .flatMap(method -> method.configurationKeys().stream())
        .toArray(String[]::new);
  }

  /**
   * @throws UserException if there is no method of that name
   */
  public static PreTransfer named(String name) {
    PreTransfer method = BY_NAME.get(name);
    if (method == null) {
      throw new UserException(
          "methods = %s: expected some of %s".formatted(name, String.join(", ", BY_NAME.keySet())));
    }
    return method;
  }
}
