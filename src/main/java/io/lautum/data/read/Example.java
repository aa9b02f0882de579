package io.lautum.data.read;

import java.io.Serializable;

/**
 * One labelled image of a dataset.
 *
 * @param id position in the order of the subset, from 0; unique within the subset
 * @param label class index in [0, classes)
 * @param pixels unsigned bytes, channels x height x width, row-major
 * @param name path of the image's file relative to the dataset; null if the dataset has no file per
 *     image
 */
public record Example(long id, int label, byte[] pixels, String name) implements Serializable {
  /** Creates an example of a dataset that has no file per image. */
  public Example(long id, int label, byte[] pixels) {
    this(id, label, pixels, null);
  }

  /** Returns the same image with another label. */
  Example withLabel(int newLabel) {
    return new Example(id, newLabel, pixels, name);
  }
}
