package io.lautum.data.read;

import io.lautum.data.image.ImageShape;
import java.io.Serializable;
import java.util.List;

/** Image shape and class names by index, known before images are decoded. */
public record DatasetInfo(ImageShape shape, List<String> classes) implements Serializable {
  public DatasetInfo {
    classes = List.copyOf(classes);
  }
}
