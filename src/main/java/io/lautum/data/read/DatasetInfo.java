package io.lautum.data.read;

import io.lautum.data.image.ImageShape;
import java.io.Serializable;
import java.util.List;

/** What a dataset says of itself before any image is decoded: shape and class names by index. */
public record DatasetInfo(ImageShape shape, List<String> classes) implements Serializable {
  public DatasetInfo {
    classes = List.copyOf(classes);
  }
}
