package io.lautum.data.read.parquet;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The column of images of a table.
 *
 * @param paths column of the images' names next to a column of images; null if there is none
 */
record ImageColumn(String name, Kind kind, String paths) implements Serializable {
  static final String BYTES = "bytes";
  static final String ORIGIN = "origin";
  static final String HEIGHT = "height";
  static final String WIDTH = "width";
  static final String CHANNELS = "nChannels";
  static final String MODE = "mode";
  static final String DATA = "data";

  private static final List<String> OPENCV_FIELDS =
      List.of(ORIGIN, HEIGHT, WIDTH, CHANNELS, MODE, DATA);

  /** Spark's source {@code binaryFile} has these columns. */
  private static final String CONTENT = "content";

  private static final String PATH = "path";

  private static final Set<LogicalTypeAnnotation> TEXTS =
      Set.of(
          LogicalTypeAnnotation.stringType(),
          LogicalTypeAnnotation.enumType(),
          LogicalTypeAnnotation.jsonType());

  /** Number of columns that a message names. */
  private static final int MOST_SHOWN = 40;

  /** How a column has images. */
  enum Kind {
    /** A struct of a file's bytes and other fields, as Hugging Face writes it. */
    STRUCT,
    /** Spark's type of decoded images. */
    OPENCV,
    /** The bytes of a file. */
    BYTES,
    /** The path of a file. */
    PATH
  }

  /**
   * Finds the column of images.
   *
   * @param file path of the file, for messages
   * @param wanted name of the column; empty if the types decide
   * @throws DataException if the column does not exist, or none or several may have the images
   */
  static ImageColumn find(String file, MessageType schema, String wanted) {
    if (!wanted.isEmpty()) {
      Kind kind = schema.containsField(wanted) ? kind(schema.getType(wanted)).orElse(null) : null;
      if (kind == null) {
        throw new DataException(
            Text.format(
                "%s: expected a column \"%s\" of paths or images (key path-column), found the"
                    + " columns %s",
                file, wanted, shown(schema)));
      }
      return of(schema, wanted, kind);
    }
    List<String> structs = new ArrayList<>();
    List<String> bytes = new ArrayList<>();
    for (Type type : schema.getFields()) {
      kind(type)
          .filter(kind -> kind != Kind.PATH)
          .ifPresent(kind -> (kind == Kind.BYTES ? bytes : structs).add(type.getName()));
    }
    List<String> found = structs.isEmpty() ? bytes : structs;
    String chosen = found.size() == 1 ? found.get(0) : found.contains(CONTENT) ? CONTENT : null;
    if (chosen == null) {
      throw new DataException(
          Text.format(
                  "%s: expected one column of images (binary, or a struct with %s), found %s among"
                      + " the columns",
                  file, BYTES, found.isEmpty() ? "none" : String.join(", ", found))
              + Text.format(
                  " %s; the keys path-column and label-column name columns of images or paths, and"
                      + " of labels",
                  shown(schema)));
    }
    return of(schema, chosen, kind(schema.getType(chosen)).orElseThrow());
  }

  private static ImageColumn of(MessageType schema, String name, Kind kind) {
    boolean named =
        kind != Kind.PATH
            && schema.containsField(PATH)
            && kind(schema.getType(PATH)).filter(Kind.PATH::equals).isPresent();
    return new ImageColumn(name, kind, named ? PATH : null);
  }

  private static Optional<Kind> kind(Type type) {
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      return Optional.empty();
    }
    if (isBinary(type)) {
      LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
      boolean text = annotation != null && TEXTS.contains(annotation);
      return Optional.of(text ? Kind.PATH : Kind.BYTES);
    }
    if (type.isPrimitive()) {
      return Optional.empty();
    }
    GroupType struct = type.asGroupType();
    if (OPENCV_FIELDS.stream().allMatch(struct::containsField) && isBinary(struct.getType(DATA))) {
      return Optional.of(Kind.OPENCV);
    }
    boolean bytes = struct.containsField(BYTES) && isBinary(struct.getType(BYTES));
    return bytes ? Optional.of(Kind.STRUCT) : Optional.empty();
  }

  private static boolean isBinary(Type type) {
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  /** Returns the names and types of columns, for messages. */
  static String shown(MessageType schema) {
    return schema.getFields().stream()
        .map(type -> type.getName() + (type.isPrimitive() ? "" : " (struct)"))
        .limit(MOST_SHOWN)
        .toList()
        .toString();
  }

  /**
   * Returns the part of a file's schema that has the images and their names.
   *
   * @throws DataException if the file does not have this column
   */
  MessageType projection(String file, MessageType schema) {
    Kind found = schema.containsField(name) ? kind(schema.getType(name)).orElse(null) : null;
    if (found != kind || paths != null && !schema.containsField(paths)) {
      throw new DataException(
          Text.format(
              "%s: expected the column of images \"%s\" as in the first file, found the columns %s",
              file, name, shown(schema)));
    }
    List<Type> types = new ArrayList<>();
    Type type = schema.getType(name);
    if (kind == Kind.STRUCT || kind == Kind.OPENCV) {
      GroupType struct = type.asGroupType();
      List<String> fields = kind == Kind.STRUCT ? List.of(BYTES) : OPENCV_FIELDS;
      types.add(struct.withNewFields(fields.stream().map(struct::getType).toList()));
    } else {
      types.add(type);
    }
    if (paths != null) {
      types.add(schema.getType(paths));
    }
    return new MessageType(schema.getName(), types);
  }
}
