package io.lautum.data.read;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ValueType;
import java.io.Serializable;
import java.util.List;

/**
 * What is known of a dataset before its examples are decoded.
 *
 * @param shape shape of every example
 * @param values type of the stored values
 * @param classes class names by index
 * @param notes what the reader decided, in the order of the decisions
 * @param columns names of the values of vectors, in their order; empty if they have no names
 */
public record DatasetInfo(
    ImageShape shape,
    ValueType values,
    List<String> classes,
    List<DatasetNote> notes,
    List<String> columns)
    implements Serializable {
  public DatasetInfo {
    classes = List.copyOf(classes);
    notes = List.copyOf(notes);
    columns = List.copyOf(columns);
  }

  /** Creates a description of values without names. */
  public DatasetInfo(
      ImageShape shape, ValueType values, List<String> classes, List<DatasetNote> notes) {
    this(shape, values, classes, notes, List.of());
  }

  /** Creates a description of images. */
  public DatasetInfo(ImageShape shape, List<String> classes, List<DatasetNote> notes) {
    this(shape, ValueType.BYTE, classes, notes);
  }

  /** Creates a description of images without notes. */
  public DatasetInfo(ImageShape shape, List<String> classes) {
    this(shape, classes, List.of());
  }

  /** Returns the same description with other classes. */
  public DatasetInfo withClasses(List<String> newClasses) {
    return new DatasetInfo(shape, values, newClasses, notes, columns);
  }

  /** Returns the same description with other names of the values. */
  public DatasetInfo withColumns(List<String> newColumns) {
    return new DatasetInfo(shape, values, classes, notes, newColumns);
  }
}
