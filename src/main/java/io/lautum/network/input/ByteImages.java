package io.lautum.network.input;

import io.lautum.data.image.Normalization;

/**
 * Images as bytes, with the normalisation that makes them input of a network. An engine may keep
 * them on its device.
 *
 * @param key identity: images with equal keys have equal bytes and normalisations
 * @param pixels one image per row, channels x height x width
 * @param normalization normalisation of the images
 */
public record ByteImages(Object key, byte[][] pixels, Normalization.Table normalization) {
  /** Returns the number of images. */
  public int count() {
    return pixels.length;
  }

  /** Returns the number of values per image. */
  public int size() {
    return pixels[0].length;
  }
}
