package io.lautum.data.pickle;

import io.lautum.DataException;
import io.lautum.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The Python callables that pickles of arrays, strings and numbers contain. None of them is run:
 * {@link #apply} and {@link #build} do the same for the few arguments that such pickles have.
 */
public enum PickleCallable {
  /** Turns characters into bytes; Python 3 writes bytes so for Python 2. */
  ENCODE("encode", "_codecs"),
  /** Creates empty bytes; Python 3 writes them so for Python 2. */
  BYTES("bytes", "__builtin__", "builtins"),
  DTYPE("dtype", "numpy"),
  /** The type that {@link #RECONSTRUCT} is told to create. */
  NDARRAY("ndarray", "numpy"),
  RECONSTRUCT("_reconstruct", "numpy.core.multiarray", "numpy._core.multiarray"),
  /** Creates an array from bytes; protocol 5 writes arrays so. */
  FROM_BUFFER("_frombuffer", "numpy.core.numeric", "numpy._core.numeric");

  private static final Set<String> LATIN = Set.of("latin1", "latin-1", "iso-8859-1");
  private static final int MOST_DIMENSIONS = 32;

  private final String name;
  private final List<String> modules;

  PickleCallable(String name, String... modules) {
    this.name = name;
    this.modules = List.of(modules);
  }

  /** The type of an array's values, of which the pickle stores the byte order separately. */
  record Type(String code) {}

  static Optional<PickleCallable> of(String module, String name) {
    for (PickleCallable callable : values()) {
      if (callable.name.equals(name) && callable.modules.contains(module)) {
        return Optional.of(callable);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what a call of this callable returns in Python.
   *
   * @throws DataException if the arguments are not those of a pickled array or string
   */
  Object apply(Object[] arguments, String where) {
    switch (this) {
      case ENCODE -> {
        if (arguments.length == 2 && arguments[1] instanceof String to && LATIN.contains(to)) {
          if (arguments[0] instanceof String text) {
            return PickledBytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
          }
          if (arguments[0] instanceof PickledBytes text && text.utf8()) {
            return text;
          }
        }
      }
      case BYTES -> {
        if (arguments.length == 0) {
          return PickledBytes.of(new byte[0]);
        }
      }
      case DTYPE -> {
        if (arguments.length >= 1 && text(arguments[0]) != null) {
          return new Type(text(arguments[0]));
        }
      }
      case RECONSTRUCT -> {
        if (arguments.length == 3 && arguments[0] == NDARRAY) {
          return new PickledArray();
        }
      }
      case FROM_BUFFER -> {
        if (arguments.length == 4
            && arguments[0] instanceof PickledBytes data
            && arguments[1] instanceof Type type
            && arguments[2] instanceof Object[] shape) {
          PickledArray array = new PickledArray();
          array.build(shape(shape, where), type.code(), "F".equals(arguments[3]), data);
          return array;
        }
      }
      case NDARRAY -> {
        // Only ever an argument of RECONSTRUCT.
      }
    }
    throw new DataException(
        Text.format(
            "%s: expected the arguments of a pickled array or string for %s.%s, found others",
            where, modules.get(0), name));
  }

  /**
   * Gives an object the state that the pickle stores for it.
   *
   * @throws DataException if the object is no array and no type, or the state is not one of them
   */
  static void build(Object object, Object state, String where) {
    Object[] parts = state instanceof Object[] tuple ? tuple : new Object[0];
    if (object instanceof Type && parts.length >= 2) {
      return;
    }
    if (object instanceof PickledArray array
        && parts.length == 5
        && parts[1] instanceof Object[] shape
        && parts[2] instanceof Type type
        && parts[4] instanceof PickledBytes data) {
      boolean fortran = Boolean.TRUE.equals(parts[3]) || Long.valueOf(1).equals(parts[3]);
      array.build(shape(shape, where), type.code(), fortran, data);
      return;
    }
    throw new DataException(
        Text.format(
            "%s: expected the state of an array of numbers, found another object's", where));
  }

  private static long[] shape(Object[] sizes, String where) {
    long[] shape = new long[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      if (sizes.length > MOST_DIMENSIONS || !(sizes[i] instanceof Long size) || size < 0) {
        throw new DataException(
            Text.format("%s: expected up to %d sizes of at least 0", where, MOST_DIMENSIONS));
      }
      shape[i] = size;
    }
    return shape;
  }

  /** Returns a string of either of Python's kinds as text, or null. */
  public static String text(Object value) {
    if (value instanceof PickledBytes bytes && bytes.content() != null) {
      return bytes.text();
    }
    return value instanceof String text ? text : null;
  }
}
