package io.lautum.network.input;

import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;

/**
 * Images as bytes, with the normalisation that makes them input of a network. An engine may keep
 * them on its device.
 *
 * @param key identity: images with equal keys have equal bytes and normalisations
 * @param images images of one shape
 * @param normalization normalisation of the images
 */
public record ByteImages(Object key, ImageStore images, Normalization.Table normalization) {
  /** Returns the number of images. */
  public int count() {
    return images.count();
  }

  /** Returns the number of values per image. */
  public int size() {
    return images.size();
  }
}
