package io.lautum.data.image;

import java.io.Serializable;

/** Images of one shape, by position. Thread-safe. */
public interface ImageStore {
  /** Returns the number of images. */
  int count();

  /** Returns the number of values per image. */
  int size();

  /**
   * Returns an image, which must not be changed: unsigned bytes, channels x height x width.
   *
   * @param position from 0
   */
  byte[] get(int position);

  /**
   * Announces images that will be read soon, so that a slow medium can load them meanwhile. Returns
   * immediately.
   */
  default void announce(int[] positions) {}

  /** Returns images in memory. */
  static ImageStore of(byte[][] images) {
    return new InMemory(images);
  }

  /** Images in memory; equal only if they are in the same array. */
  record InMemory(byte[][] images) implements ImageStore, Serializable {
    @Override
    public int count() {
      return images.length;
    }

    @Override
    public int size() {
      return images.length == 0 ? 0 : images[0].length;
    }

    @Override
    public byte[] get(int position) {
      return images[position];
    }
  }
}
