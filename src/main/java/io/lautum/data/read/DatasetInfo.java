package io.lautum.data.read;

import io.lautum.data.image.ImageShape;
import java.io.Serializable;
import java.util.List;

/**
 * What is known of a dataset before its images are decoded.
 *
 * @param shape shape of every image
 * @param classes class names by index
 * @param notes what the reader decided, in the order of the decisions
 */
public record DatasetInfo(ImageShape shape, List<String> classes, List<DatasetNote> notes)
    implements Serializable {
  public DatasetInfo {
    classes = List.copyOf(classes);
    notes = List.copyOf(notes);
  }

  /** Creates a description without notes. */
  public DatasetInfo(ImageShape shape, List<String> classes) {
    this(shape, classes, List.of());
  }
}
