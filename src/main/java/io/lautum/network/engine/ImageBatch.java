package io.lautum.network.engine;

import io.lautum.network.input.ImageRows;
import java.util.List;

/**
 * The images of one step: as normalised floats, and optionally as a description from which the same
 * floats follow. An engine that keeps sets of images on its device uses the description and then
 * does not ask for the pixels.
 */
@FunctionalInterface
public interface ImageBatch {
  /**
   * Returns the normalised pixels of all groups, row-major over (rows, channels, height, width).
   */
  float[] pixels();

  /** Returns the rows of all groups, in order; empty if there is no description. */
  default List<ImageRows> rows() {
    return List.of();
  }
}
