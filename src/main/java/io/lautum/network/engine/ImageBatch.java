package io.lautum.network.engine;

/**
 * The images of one step. An engine that keeps images on a device recognises its own implementation
 * and does not ask for the pixels.
 */
@FunctionalInterface
public interface ImageBatch {
  /**
   * Returns the normalised pixels of all groups, row-major over (rows, channels, height, width).
   */
  float[] pixels();
}
